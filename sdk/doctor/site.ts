import type { GateConfig } from '../config/index.ts';
import { parseBase64url, parseTokenAuthenticate, readSiteChallenge, readTokenChallenge } from '../protocol/index.ts';
import { DESCRIPTION_PATH, readDescription } from './description.ts';
import { type Answer, type Ask, type Network, Unreachable } from './network.ts';

export const HTML = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8';
export const JSON_ONLY = 'application/json';

/** What the doctor looks at: a site, and the configuration of its gate where there is one. */
export interface Site {
  readonly origin: string;
  readonly config: GateConfig | undefined;
  /** A gated path: the first canary, else the front page. */
  readonly gatedPath: string;
  readonly canaries: readonly string[];
  /** The self-description, when there is one. */
  readonly description: Readonly<Record<string, unknown>> | undefined;
  /** There is one, and it is of a version that nobody here knows. */
  readonly isOfOtherVersion: boolean;
  /** What a person who goes to `gatedPath` gets, and what a program gets. */
  readonly page: Answer;
  readonly problem: Answer;
  /** What the site asks a program for; each member that could not be read is undefined. */
  readonly asked: Asked;
  ask(path: string, more?: Omit<Ask, 'origin' | 'path'>): Promise<Answer>;
}

export interface Asked {
  readonly issuer: string | undefined;
  /** The key whose tokens are wanted, 342 bytes. */
  readonly tokenKey: Uint8Array | undefined;
  /** The clock of the gate itself, Unix seconds: what a server in front sets as `Date` may be another's. */
  readonly issuedAt: number | undefined;
  readonly threshold: number | undefined;
  /** The mode of the challenge. */
  readonly mode: number | undefined;
}

/** Asks the site what every check needs. @throws Unreachable */
export async function meetSite(origin: string, config: GateConfig | undefined, network: Network): Promise<Site> {
  const ask = (path: string, more: Omit<Ask, 'origin' | 'path'> = {}): Promise<Answer> =>
    network({ origin, path, ...more });
  const described = await ask(DESCRIPTION_PATH, { headers: { accept: JSON_ONLY } });
  const { description, isOfOtherVersion } = readDescription(described.status === 200 ? described.body : '');
  const canaries = listCanaries(description, config);
  const gatedPath = canaries[0] ?? '/';
  const page = await ask(gatedPath, { headers: { accept: HTML } });
  const problem = await ask(gatedPath, { headers: { accept: JSON_ONLY } });
  return {
    origin,
    config,
    gatedPath,
    canaries,
    description,
    isOfOtherVersion,
    page,
    problem,
    asked: readAsked(problem),
    ask,
  };
}

function listCanaries(description: Site['description'], config: GateConfig | undefined): readonly string[] {
  const listed = Array.isArray(description?.canaries) ? description.canaries : (config?.options.canaries ?? []);
  return listed.filter((path): path is string => typeof path === 'string' && /^\/[!-~]*$/.test(path)).slice(0, 10);
}

function readAsked({ headers }: Answer): Asked {
  const [wanted] = attempt(() => parseTokenAuthenticate(headers['www-authenticate'] ?? '')) ?? [];
  const challenge = attempt(() => readSiteChallenge(parseBase64url(headers['dpop-nonce'] ?? '')));
  return {
    issuer: wanted && readTokenChallenge(wanted.challenge).issuerName,
    tokenKey: wanted?.tokenKey,
    issuedAt: challenge?.issuedAt,
    threshold: challenge?.threshold,
    mode: challenge?.mode,
  };
}

/** The result, or undefined for whatever is malformed. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    return undefined;
  }
}
