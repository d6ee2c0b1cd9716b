import { isLoopback, nameOf, originOf, parseTokenAuthenticate, readTokenChallenge } from '@bauta/sdk/protocol';
import type { RoomFetch } from './room-fetch.ts';

/** Whom an issuer works with, as far as it says so itself. Names and origins as protocol.md has them. */
export interface FoundRooms {
  /** As its attesters' grants name it, which is what it is called whatever address it was reached at. */
  readonly issuer: string;
  /** Names of the attesters whose grants are good there; at least one. */
  readonly attesters: readonly string[];
  /** The origin of the one wallet whose pages may read its answers. */
  readonly wallet?: string;
  /** The origin of a simulated phone: only in a demonstration on this machine. */
  readonly phone?: string;
}

const REQUEST_PATH = '/token-request';
const SINGLE = 'application/private-token-request';

/**
 * Asks an issuer, with a request that is no good, whose grants it takes; then whose pages may read its answers.
 * @param issuer its origin. @returns undefined when it does not say, as other vendors' issuers do not
 */
export async function findRooms(issuer: string, fetch: RoomFetch): Promise<FoundRooms | undefined> {
  const asked = await askForChallenges(issuer, fetch);
  const [first] = asked;
  if (first === undefined) return undefined;
  const wallet = await findWallet(issuer, fetch);
  const phone = wallet === undefined ? undefined : await findPhone(wallet, fetch);
  return {
    issuer: first.originInfo,
    attesters: asked.map(({ issuerName }) => issuerName),
    ...(wallet === undefined ? {} : { wallet }),
    ...(phone === undefined ? {} : { phone }),
  };
}

/** The same, from the address of a wallet. @param wallet its origin. */
export async function findIssuerOf(wallet: string, fetch: RoomFetch): Promise<FoundRooms | undefined> {
  for (const origin of await originsCalledBy(`${wallet}/app/`, fetch)) {
    const found = await findRooms(origin, fetch).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function askForChallenges(issuer: string, fetch: RoomFetch) {
  const body = new Uint8Array(259);
  body[1] = 2;
  const headers = { 'content-type': SINGLE };
  const answer = await fetch(issuer + REQUEST_PATH, { method: 'POST', headers, body });
  try {
    return parseTokenAuthenticate(answer.headers.get('www-authenticate') ?? '')
      .map(({ challenge }) => readTokenChallenge(challenge))
      .filter(({ issuerName, originInfo }) => isName(issuerName) && isName(originInfo));
  } catch {
    return [];
  }
}

async function findWallet(issuer: string, fetch: RoomFetch): Promise<string | undefined> {
  const headers = { origin: 'https://somebody.example', 'access-control-request-method': 'POST' };
  const answer = await fetch(issuer + REQUEST_PATH, { method: 'OPTIONS', headers });
  const allowed = answer.headers.get('access-control-allow-origin') ?? '';
  return URL.canParse(allowed) && allowed !== headers.origin ? new URL(allowed).origin : undefined;
}

/** A demonstration's wallet has a page that may call every room, or else a program that links to the phone; each room says what it is. */
async function findPhone(wallet: string, fetch: RoomFetch): Promise<string | undefined> {
  if (!isLoopback(new URL(wallet).hostname)) return undefined;
  const origins = [...(await originsCalledBy(`${wallet}/knows`, fetch)), ...(await originsInProgram(wallet, fetch))];
  for (const origin of new Set(origins)) {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    const health = (await answer?.json().catch(() => undefined)) as { room?: unknown } | undefined;
    if (health?.room === 'phone') return origin;
  }
  return undefined;
}

/** Origins on this machine that the script of the wallet's page names. */
async function originsInProgram(wallet: string, fetch: RoomFetch): Promise<readonly string[]> {
  const read = async (url: string): Promise<string> => (await fetch(url).catch(() => undefined))?.text() ?? '';
  const [, source] = /<script[^>]* src="([^"]+)"/.exec(await read(`${wallet}/app/`)) ?? [];
  if (source === undefined || new URL(source, wallet).origin !== wallet) return [];
  const named = (await read(new URL(source, wallet).href)).match(/http:\/\/[a-z\d.-]+(?::\d+)?/g) ?? [];
  return [...new Set(named)].filter((one) => URL.canParse(one) && isLoopback(new URL(one).hostname) && one !== wallet);
}

async function originsCalledBy(page: string, fetch: RoomFetch): Promise<readonly string[]> {
  const answer = await fetch(page).catch(() => undefined);
  const policy = answer?.headers.get('content-security-policy') ?? '';
  const [, sources = ''] = /(?:^|;)\s*connect-src ([^;]*)/.exec(policy) ?? [];
  return sources.split(/\s+/).filter((source) => URL.canParse(source) && new URL(source).origin === source);
}

function isName(text: string): boolean {
  try {
    return nameOf(originOf(text)) === text;
  } catch {
    return false;
  }
}
