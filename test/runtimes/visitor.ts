import { type HeldToken, present } from '@bauta/sdk/client';
import { type AgeGate, ageGate, type GateOptions } from '@bauta/sdk/gate';
import { type ErrorCode, parsePresentRequest, type ReadPresentRequest } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import type { Scene } from './material.ts';
import { drawnFrom } from './numbers.ts';
import { directoryOf, secretsOf } from './site.ts';

/** Everything that can be seen of an answer; of a page that the application may answer, the headers. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** SHA-256 of a page; anything shorter as it is. */
  readonly body: string;
}

/** A gate, and one browser in front of it. */
export interface Ground {
  readonly gate: AgeGate;
  readonly clock: { now: number };
  readonly refused: ErrorCode[];
  readonly cookies: Map<string, string>;
  readonly events: string[];
  /** Asks as a program or a part of a page does. */
  load(path: string, init?: Asked): Promise<Seen>;
  /** Goes to a page as a person does. */
  navigate(path: string): Promise<Seen>;
  /** The wallet's form, with which no cookie goes. */
  post(form: string, headers?: Readonly<Record<string, string>>): Promise<Seen>;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly isBare?: boolean;
}

export const ORIGIN = 'https://site.example';
const NAVIGATION = {
  accept: 'text/html,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-user': '?1',
};

/** Composes the gate; its chance is the same in every run. */
export function openGate({ site, now }: Scene, more: Partial<GateOptions> = {}): Ground {
  const clock = { now };
  const time = (): number => clock.now;
  const refused: ErrorCode[] = [];
  const events: string[] = [];
  const cookies = new Map<string, string>();
  const gate = ageGate({
    origin: ORIGIN,
    issuer: site.issuer,
    wallet: 'https://wallet.example',
    secrets: secretsOf(site),
    spent: memorySpentSet({ now: time }),
    sessions: memorySessions({ now: time }),
    publicPaths: ['/robots.txt', '/public/'],
    fetch: async () => new Response(directoryOf(site, clock.now)),
    now: time,
    random: drawnFrom(9),
    onEvent: ({ event }) => events.push(event),
    onRefused: (code) => refused.push(code),
    ...more,
  });

  async function load(path: string, { method = 'GET', headers = {}, body, isBare }: Asked = {}): Promise<Seen> {
    // No Request: a browser would let a page set neither cookies nor what it says of a navigation.
    const sent = new Headers(headers);
    if (!isBare && cookies.size > 0)
      sent.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const judged = await gate.handle({ method, url: ORIGIN + path, headers: sent, body: bytes ? once(bytes) : null });
    const seen = 'response' in judged ? await look(judged) : lookThrough(judged.headers);
    for (const cookie of seen.cookies) keep(cookies, cookie);
    return seen;
  }

  return {
    gate,
    clock,
    refused,
    cookies,
    events,
    load,
    navigate: (path) => load(path, { headers: NAVIGATION }),
    post: (form, headers = {}) =>
      load('/_age/redeem', {
        method: 'POST',
        isBare: true,
        body: form,
        headers: { ...NAVIGATION, 'content-type': 'application/x-www-form-urlencoded', origin: 'null', ...headers },
      }),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function look(judged: Extract<Awaited<ReturnType<AgeGate['handle']>>, { response: Response }>): Promise<Seen> {
  const { own } = judged;
  if (!own) throw new Error('not an answer of the gate');
  // The Response says the same, but for the cookies that a browser hides from pages.
  const { status, headers } = judged.response;
  const names = [...headers.keys()].filter((name) => name !== 'set-cookie').sort();
  const text = await judged.response.text();
  return {
    status,
    headers: Object.fromEntries(names.map((name) => [name, headers.get(name) as string])),
    cookies: own.cookies,
    body: text.length < 300 ? text : `${text.length} characters, ${await digest(text)}`,
  };
}

function lookThrough(headers: Headers): Seen {
  const { 'set-cookie': _, ...rest } = Object.fromEntries(headers);
  return { status: 200, headers: rest, cookies: headers.getSetCookie(), body: 'the application' };
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split('; ');
  const at = pair.indexOf('=');
  if (attributes.includes('Max-Age=0')) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

/** Follows `/_age/go` and reads what the wallet would. */
export async function askWallet(ground: Ground): Promise<ReadPresentRequest> {
  const { headers } = await ground.navigate('/_age/go');
  return parsePresentRequest(headers.location?.split('#')[1] ?? '');
}

/** The wallet's form. */
export async function formFor(ground: Ground, held: HeldToken): Promise<string> {
  const { token, dpop } = await present(held, await askWallet(ground));
  return `token=${token}&dpop=${dpop}`;
}
