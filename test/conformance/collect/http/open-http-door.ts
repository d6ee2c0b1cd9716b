import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { Headers, Sent } from '../../evidence/observation.ts';
import type { ProbeRecorder } from '../../evidence/recorder.ts';
import { redactBody, redactHeaders } from '../../evidence/redact.ts';
import { headerOf } from '../../evidence/view.ts';
import { isLoopback } from '../../reading/loopback.ts';
import type { HttpAnswer, HttpAsk, HttpDoor } from './http-door.ts';
import { lookUp } from './look-up.ts';
import { noAnswerOf } from './no-answer.ts';
import { readBody } from './read-body.ts';

export const USER_AGENT = 'bauta-conformance/0.1 (+age gate conformance check)';
const DEFAULT_CAP = 500;
const DEFAULT_PER_SECOND = 3;
/** For one request, from its first byte to the last of the answer. In ms. */
const PATIENCE = 10_000;

export interface HttpDoorOptions {
  /** Requests of a run at most; 500 unless told. */
  readonly cap?: number;
  /** On anything but loopback; 3 unless told. */
  readonly perSecond?: number;
  readonly userAgent?: string;
  /** How many a run that is taken up again has sent before. */
  readonly alreadySent?: number;
  /** ms. */
  readonly patience?: number;
  /** The machine's time in ms. */
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

/** The suite's way out: one request at a time where the target is somebody's, each counted before it is sent. */
export function openHttpDoor(options: HttpDoorOptions = {}): HttpDoor {
  const { cap = DEFAULT_CAP, perSecond = DEFAULT_PER_SECOND, patience = PATIENCE, now = Date.now } = options;
  const { userAgent = USER_AGENT, wait = (ms) => new Promise((done) => setTimeout(done, ms)) } = options;
  let sent = options.alreadySent ?? 0;
  let nextTurn = 0;

  function spend(record: ProbeRecorder, requests: number): void {
    if (sent + requests > cap) record.leave('request-cap');
    sent += requests;
  }

  async function awaitTurn(host: string): Promise<void> {
    if (isLoopback(host)) return;
    const turn = Math.max(now(), nextTurn);
    nextTurn = turn + 1000 / perSecond;
    if (turn > now()) await wait(turn - now());
  }

  return {
    async send(record, ask) {
      spend(record, 1);
      await awaitTurn(new URL(ask.url).hostname);
      return write(record, ask, await exchange(toTurn(ask, userAgent), { patience, now }), now());
    },
    async sendTogether(record, asks) {
      spend(record, asks.length);
      const turns = asks.map((ask) => toTurn(ask, userAgent));
      const sockets = await Promise.all(turns.map((turn) => connect(turn.url)));
      const outcomes = await Promise.all(turns.map((turn, i) => exchange(turn, { patience, now, socket: sockets[i] })));
      return asks.map((ask, i) => write(record, ask, outcomes[i] as Outcome, now()));
    },
    sent: () => sent,
    count(requests) {
      sent += requests;
    },
  };
}

interface Turn {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: Uint8Array;
  readonly mostBytes?: number;
}

interface Outcome {
  readonly turn: Turn;
  readonly ms: number;
  readonly status?: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
  readonly error?: unknown;
}

const MANNERS = { 'accept-encoding': 'gzip, deflate, br', connection: 'close' };

function toTurn({ url, method = 'GET', headers = {}, body, mostBytes }: HttpAsk, userAgent: string): Turn {
  const address = new URL(url);
  address.hash = '';
  const own = { host: address.host, 'user-agent': userAgent, accept: '*/*', ...MANNERS };
  const length = body === undefined ? {} : { 'content-length': String(body.length) };
  const all = Object.entries<string>({ ...own, ...headers, ...length });
  return {
    url: address,
    method,
    headers: all,
    ...(body === undefined ? {} : { body }),
    ...(mostBytes === undefined ? {} : { mostBytes }),
  };
}

interface Manner {
  readonly patience: number;
  readonly now: () => number;
  /** One that is open already. */
  readonly socket?: Socket | undefined;
}

async function exchange(turn: Turn, { patience, now, socket }: Manner): Promise<Outcome> {
  const began = now();
  let request: ClientRequest | undefined;
  const late = Object.assign(new Error('late'), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => request?.destroy(late), patience);
  try {
    request = begin(turn, socket);
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    request.end(turn.body);
    const [answer] = await answered;
    // Once there is an answer, its end being late or torn is no lack of an answer.
    request.on('error', () => undefined);
    const { bytes, isCut } = await readBody(answer, turn.mostBytes);
    return {
      turn,
      ms: now() - began,
      status: answer.statusCode ?? 0,
      headers: pairsOf(answer.rawHeaders),
      bytes,
      isCut,
    };
  } catch (error) {
    return { turn, ms: now() - began, headers: [], bytes: new Uint8Array(), isCut: false, error };
  } finally {
    clearTimeout(timer);
    request?.on('error', () => undefined);
    request?.destroy();
  }
}

function begin({ url, method, headers }: Turn, socket: Socket | undefined): ClientRequest {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  return request(url, {
    method,
    headers: Object.fromEntries(headers),
    lookup: lookUp,
    // Nobody stands between this machine and itself: a certificate of one's own making will do there.
    rejectUnauthorized: !isLoopback(url.hostname),
    // An agent would open a connection of its own.
    ...(socket === undefined ? { agent: false } : { createConnection: () => socket }),
  });
}

/** @returns undefined where nobody answers: the request itself then says why */
async function connect(url: URL): Promise<Socket | undefined> {
  const isSecure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const place = { host, port: Number(url.port || (isSecure ? 443 : 80)), lookup: lookUp };
  const names = isLoopback(host) ? { rejectUnauthorized: false } : {};
  const socket = isSecure ? connectSecure({ ...place, ...names, servername: host }) : connectPlain(place);
  try {
    await once(socket, isSecure ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(PATIENCE) });
    return socket;
  } catch {
    socket.destroy();
    return undefined;
  }
}

function pairsOf(raw: readonly string[]): Headers {
  return raw.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? ''] as const] : []));
}

function write(record: ProbeRecorder, ask: HttpAsk, outcome: Outcome, at: number): HttpAnswer {
  const { turn, headers, bytes, ms } = outcome;
  const seen = {
    kind: 'exchange',
    label: ask.label,
    by: ask.by ?? 'http',
    request: toSent(record, turn),
    ms,
    ...toCame(record, outcome),
  } as const;
  const id = record.add(seen);
  return { ...seen, id, at: new Date(at).toISOString(), bytes, rawHeaders: headers };
}

function toSent(record: ProbeRecorder, { method, url, headers, body }: Turn): Sent {
  const type = typeOf(headers);
  const kept = body === undefined ? {} : { body: record.keep(redactBody(body, type), type) };
  return { method, url: url.href, headers: redactHeaders(headers), ...kept };
}

function toCame(record: ProbeRecorder, { status, headers, bytes, isCut, error }: Outcome) {
  if (status === undefined) return { noAnswer: noAnswerOf(error) };
  return { response: { status, headers: redactHeaders(headers), body: record.keep(bytes, typeOf(headers)), isCut } };
}

function typeOf(headers: Headers): string | undefined {
  const type = headerOf(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}
