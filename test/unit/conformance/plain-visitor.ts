import { request } from 'node:http';
import { parseBase64url, readSiteChallenge } from '@bauta/sdk/protocol';
import type { PresentationKind } from '../../conformance/robot/robot.ts';
import { CRAFTS, SPOILS } from '../../conformance/robot/spoil.ts';
import { testIssuerTokens } from '../../conformance/robot/test-issuer-tokens.ts';

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly cookies: readonly string[];
  readonly text: string;
}

export interface PlainAsk {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request on one connection, with nothing kept. */
export function askPlainly(url: string, { method = 'GET', headers = {}, body }: PlainAsk = {}): Promise<PlainAnswer> {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path: pathname + search,
      headers: { host, ...headers },
      agent: false,
    };
    const asked = request(options, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      const cookies = response.headers['set-cookie'] ?? [];
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        cookies,
        text: Buffer.concat(parts).toString(),
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Whoever asks a site without a browser, and shows it tokens of the test issuer. */
export function visit(origin: string) {
  const page = { accept: 'text/html', 'accept-language': 'fr' };
  const ask = (path: string, asked: PlainAsk = {}) =>
    askPlainly(new URL(path, origin).href, { ...asked, headers: { ...page, ...asked.headers } });

  /** By the site's test clock, else by the machine's. */
  async function now(): Promise<number> {
    const told = await ask('/_test/clock');
    return told.status === 200 ? Date.parse(JSON.parse(told.text).now) / 1000 : Math.floor(Date.now() / 1000);
  }

  async function setClock(seconds: number): Promise<void> {
    const body = JSON.stringify({ now: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') });
    await ask('/_test/clock', { method: 'PUT', body });
  }

  async function prepare(kind: PresentationKind): Promise<PlainAsk | undefined> {
    const offer = await ask('/films/3', { headers: { accept: 'application/json' } });
    const challenge = String(offer.headers['dpop-nonce'] ?? '');
    if (challenge === '') return undefined;
    const seconds = await now();
    const held = await testIssuerTokens(() => seconds).craft?.(CRAFTS[kind] ?? {});
    if (held === undefined) throw new Error('no token');
    const { issuedAt } = readSiteChallenge(parseBase64url(challenge));
    const asked = { redeem: `${origin}/_age/redeem`, challenge, issuedAt };
    const { parameters, dpop } = await SPOILS[kind](held, asked);
    const proof = dpop === undefined ? {} : { dpop };
    return {
      method: 'POST',
      headers: { accept: 'application/json', authorization: `PrivateToken ${parameters}`, ...proof },
    };
  }

  const show = (prepared: PlainAsk): Promise<PlainAnswer> => ask('/_age/redeem', prepared);

  /** Undefined where the site makes no offer, or has no clock for what takes one. */
  async function present(kind: PresentationKind): Promise<PlainAnswer | undefined> {
    const prepared = await prepare(kind);
    if (prepared === undefined) return undefined;
    if (kind === 'replayed') await show(prepared);
    const before = await now();
    if (kind === 'stale-challenge') {
      if (!(await hasClock())) return undefined;
      await setClock(before + 606);
    }
    const answer = await show(prepared);
    if (kind === 'stale-challenge') await setClock(before);
    return answer;
  }

  const hasClock = async (): Promise<boolean> => (await ask('/_test/clock')).status === 200;

  return { origin, ask, hasClock, now, setClock, prepare, show, present };
}

export type Visitor = ReturnType<typeof visit>;

/** The cookie header that an answer leads to. */
export const cookieHeader = ({ cookies }: PlainAnswer): string =>
  cookies.map((line) => line.split(';', 1)[0]).join('; ');
