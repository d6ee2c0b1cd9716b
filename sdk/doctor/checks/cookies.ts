import { parsePresentRequest } from '../../protocol/index.ts';
import { type Finding, findingsOf } from '../finding.ts';
import type { Answer } from '../network.ts';
import { attempt, HTML, type Site } from '../site.ts';

const { ok, look, fault } = findingsOf('cookies');
const ATTRIBUTES = ['path=/', 'secure', 'httponly', 'samesite=lax'];

/** The value of a cookie that an answer sets; undefined when it sets none of that name. */
export function cookieOf({ cookies }: Answer, name: string): string | undefined {
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`));
  return found?.slice(name.length + 1).split(';', 1)[0];
}

/** What the way to the wallet sets and where it leads. The redirect is read and not followed. */
export async function checkCookies(site: Site): Promise<readonly Finding[]> {
  const gone = await site.ask('/_age/go', { headers: { accept: HTML } });
  if (gone.status !== 303) {
    return [
      fault(`/_age/go answers ${gone.status}, not 303.`, {
        fix:
          gone.status === 503
            ? 'The door is shut: see trust and store.'
            : 'Let every path under /_age/ reach the gate.',
      }),
    ];
  }
  const cookies = [...gone.cookies, ...site.page.cookies];
  const found = [
    ...['__Host-age-pre', '__Host-age-return']
      .filter((name) => !cookies.some((cookie) => cookie.startsWith(`${name}=`)))
      .map(missing),
    ...cookies.filter((cookie) => cookie.startsWith('__Host-age')).flatMap(judgeCookie),
    ...judgeLocation(site, gone.headers.location ?? ''),
  ];
  return found.some(({ verdict }) => verdict === 'fault')
    ? found
    : [ok('The cookies of the gate arrive with every attribute, and the way leads to the wallet.'), ...found];
}

function missing(name: string): Finding {
  return fault(`The cookie ${name} does not arrive.`, {
    fix: 'Have the server in front pass on every Set-Cookie line.',
  });
}

function judgeCookie(cookie: string): readonly Finding[] {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
  const given = attributes.map((attribute) => attribute.toLowerCase());
  const lacking = ATTRIBUTES.filter((attribute) => !given.includes(attribute));
  const isWide = given.some((attribute) => attribute.startsWith('domain'));
  if (lacking.length === 0 && !isWide) return [];
  const what = isWide ? 'has a Domain' : `lacks ${lacking.join(', ')}`;
  return [
    fault(`The cookie ${pair.split('=', 1)[0]} ${what}: browsers do not keep it.`, {
      fix: 'Take out whatever rewrites cookies in front of the gate (proxy_cookie_path and the like).',
    }),
  ];
}

function judgeLocation({ origin, config }: Site, location: string): readonly Finding[] {
  if (location === '/_age/test') {
    return [
      look('The way leads to a test page and not to a wallet.', {
        fix: 'For development alone.',
        setting: 'testIssuer',
      }),
    ];
  }
  const [address = '', fragment = ''] = location.split('#');
  const request = attempt(() => parsePresentRequest(fragment));
  if (request === undefined || !address.endsWith('/present')) {
    return [fault('/_age/go does not lead to a wallet.', { fix: 'Pass on the Location of the gate unchanged.' })];
  }
  const found: Finding[] = [];
  if (request.redeem !== `${origin}/_age/redeem`) {
    const fix = `Set it to ${origin}: wallets post to it, and proofs are bound to it.`;
    found.push(fault('The gate takes itself for another origin than this one.', { fix, setting: 'origin' }));
  }
  if (config !== undefined && address !== `${config.options.wallet}/present`) {
    const fix = 'Restart the gate with this configuration, or correct it.';
    found.push(fault('/_age/go leads to another wallet than the configuration names.', { fix, setting: 'wallet' }));
  }
  return found;
}
