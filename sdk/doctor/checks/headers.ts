import { MODE } from '../../protocol/index.ts';
import { type Finding, findingsOf } from '../finding.ts';
import type { Answer } from '../network.ts';
import type { Site } from '../site.ts';

const { ok, fault } = findingsOf('headers');

interface HeaderRule {
  readonly name: string;
  readonly of: readonly ('page' | 'problem')[];
  readonly holds: (value: string) => boolean;
  readonly fix: string;
}

const PASS_ON = 'Have the server in front, and the application, pass on every header of the gate unchanged';
const words = (value: string): readonly string[] => value.toLowerCase().split(/[\s,;]+/);

/** What every answer to somebody unverified must carry. */
const RULES: readonly HeaderRule[] = [
  {
    name: 'Cache-Control',
    of: ['page', 'problem'],
    holds: (value) => words(value).includes('no-store') && words(value).includes('private'),
    fix: `${PASS_ON}: it must say private, no-store.`,
  },
  {
    name: 'Vary',
    of: ['page', 'problem'],
    holds: (value) => words(value).includes('cookie') || words(value).includes('*'),
    fix: `${PASS_ON}: it must name Cookie.`,
  },
  {
    name: 'Content-Security-Policy',
    of: ['page'],
    holds: (value) => /default-src 'none'/.test(value) && /frame-ancestors 'none'/.test(value),
    fix: `${PASS_ON}, and put none of its own on the paths under /_age/ and the gate page.`,
  },
  {
    name: 'Referrer-Policy',
    of: ['page'],
    holds: (value) => words(value).at(-1) === 'no-referrer',
    fix: `${PASS_ON}: it must say no-referrer, or the wallet could learn the page.`,
  },
  {
    name: 'X-Content-Type-Options',
    of: ['page', 'problem'],
    holds: (value) => words(value).includes('nosniff'),
    fix: `${PASS_ON}: it must say nosniff.`,
  },
];

/** What a person and a program without a session are answered, and with which headers. */
export function checkHeaders({ page, problem, asked, gatedPath }: Site): readonly Finding[] {
  const statuses = [judgePage(page, gatedPath), judgeProblem(problem, gatedPath)].filter((one) => one !== undefined);
  if (statuses.length > 0) return statuses;
  const faults = RULES.flatMap(({ name, of, holds, fix }) => {
    const answers = { page, problem };
    const bad = of.filter((which) => !holds(answers[which].headers[name.toLowerCase()] ?? ''));
    return bad.length === 0 ? [] : [fault(`${name} is not what the gate gives (${bad.map(say).join(', ')}).`, { fix })];
  });
  if (asked.issuer === undefined || asked.tokenKey === undefined) {
    faults.push(fault('401 comes without the WWW-Authenticate of the gate.', { fix: `${PASS_ON}.` }));
  }
  if (asked.mode !== MODE.direct) {
    faults.push(fault('401 comes without the DPoP-Nonce of the gate.', { fix: `${PASS_ON}.` }));
  }
  if (faults.length > 0) return faults;
  return [ok('403 and the gate page for people, 401 and a challenge for programs, with every header.')];
}

const say = (which: 'page' | 'problem'): string => (which === 'page' ? 'for people' : 'for programs');

function judgePage({ status, body }: Answer, path: string): Finding | undefined {
  if (status === 503) return shut();
  if (isOpen(status)) return openAt(path, status);
  if (status !== 403) {
    return fault(`${path} answers a person ${status}, not 403 with the gate page.`, {
      fix: 'Let the gate answer first, before any other middleware and any redirect.',
    });
  }
  if (body.includes('/_age/go')) return undefined;
  return fault('403 comes without the gate page.', {
    fix: 'Pass on the body of the gate: some server in front puts its own error page in its place.',
  });
}

function judgeProblem({ status }: Answer, path: string): Finding | undefined {
  if (status === 503) return undefined;
  if (isOpen(status)) return openAt(path, status);
  if (status === 401) return undefined;
  return fault(`${path} answers a program ${status}, not 401.`, {
    fix: 'Let the gate answer first, and cache nothing of it.',
  });
}

/** True for an answer that may hold what was asked for. */
export function isOpen(status: number): boolean {
  return status >= 200 && status < 300;
}

function openAt(path: string, status: number): Finding {
  return fault(`${path} is open: it answers ${status} without a session.`, {
    fix: 'Take it out of publicPaths; if it is not there, the gate does not see this request at all.',
    setting: 'publicPaths',
  });
}

function shut(): Finding {
  return fault('The door is shut: the gate answers 503.', {
    fix: 'See trust and store here, and the events "shut" and "directory-unreachable" of the gate.',
  });
}
