import type { BrowserContext, Request, Response, WebSocket } from 'playwright-core';
import type { Blob, Headers, NoAnswer, Received } from '../../evidence/observation.ts';
import type { ProbeRecorder } from '../../evidence/recorder.ts';
import { redactBody, redactHeaders } from '../../evidence/redact.ts';
import { kindOfType } from '../../reading/media-kinds.ts';

/** Of media nobody needs more to know what they are. Bytes. */
const MOST_OF_MEDIA = 1024;
/** Of everything else. Bytes. */
const MOST_OF_TEXT = 512 * 1024;
/** Nothing may have been loaded for so long before a page counts as settled. ms. */
const QUIET = 500;
const PATIENCE = 5_000;
/** For a body that a browser promises and does not give. ms. */
const BODY_PATIENCE = 3_000;

export interface Traffic {
  /** Waits until nothing has been loaded for half a second, at most `most` ms. */
  settle(most?: number): Promise<void>;
  /** Records what is still under way as it stands, and records nothing more. */
  end(): Promise<void>;
}

export interface TrafficSetting {
  readonly record: ProbeRecorder;
  readonly label: string;
  readonly count: (requests: number) => void;
  /** Whether the suite itself kept the browser from sending it. */
  readonly isKept: (request: Request) => boolean;
}

/** Records every request of a profile as an exchange: pages, workers, frames, sockets. */
export function recordTraffic(context: BrowserContext, setting: TrafficSetting): Traffic {
  const begun = new Map<Request, number>();
  const writing = new Set<Promise<void>>();
  let last = Date.now();
  let hasEnded = false;

  const write = (request: Request, isWhole: boolean) => {
    last = Date.now();
    const since = begun.get(request);
    if (since === undefined || hasEnded) return;
    begun.delete(request);
    const one = recordRequest(request, last - since, isWhole, setting).finally(() => writing.delete(one));
    writing.add(one);
  };
  context.on('request', (request) => {
    last = Date.now();
    if (hasEnded || !/^https?:/.test(request.url())) return;
    begun.set(request, last);
    if (!setting.isKept(request)) setting.count(1);
  });
  context.on('response', () => {
    last = Date.now();
  });
  context.on('requestfinished', (request) => write(request, true));
  context.on('requestfailed', (request) => write(request, false));
  context.on('page', (page) => page.on('websocket', (socket) => recordSocket(socket, setting)));

  return {
    async settle(most = PATIENCE) {
      const until = Date.now() + most;
      // Films come for as long as they are watched.
      const isUnderWay = () => [...begun.keys()].some((request) => request.resourceType() !== 'media');
      while (Date.now() < until && (Date.now() - last < QUIET || isUnderWay())) await pause(50);
      await Promise.all(writing);
    },
    async end() {
      for (const request of begun.keys()) write(request, false);
      hasEnded = true;
      await Promise.all(writing);
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function recordRequest(request: Request, ms: number, isWhole: boolean, setting: TrafficSetting): Promise<void> {
  const { record, label } = setting;
  const sent = { method: request.method(), url: withoutFragment(request.url()), ...(await sentBy(request, record)) };
  const common = { kind: 'exchange', label, by: 'browser', request: sent, ms } as const;
  if (setting.isKept(request)) return void record.add({ ...common, noAnswer: 'blocked' });
  const response = request.existingResponse();
  if (response === null) return void record.add({ ...common, noAnswer: noAnswerOf(request.failure()?.errorText) });
  record.add({ ...common, response: await readResponse(response, record, isWhole) });
}

async function sentBy(request: Request, record: ProbeRecorder): Promise<{ headers: Headers; body?: Blob }> {
  const pairs = await within(BODY_PATIENCE, request.headersArray());
  const headers = lowerCase(pairs ?? Object.entries(request.headers()).map(([name, value]) => ({ name, value })));
  const body = request.postDataBuffer();
  if (body === null) return { headers: redactHeaders(headers) };
  const type = headers.find(([name]) => name === 'content-type')?.[1];
  return { headers: redactHeaders(headers), body: record.keep(redactBody(new Uint8Array(body), type), typeOf(type)) };
}

/** @param isWhole whether it came to its end; a browser keeps the body of nothing else */
async function readResponse(response: Response, record: ProbeRecorder, isWhole: boolean): Promise<Received> {
  const headers = lowerCase((await within(BODY_PATIENCE, response.headersArray())) ?? []);
  const type = typeOf(headers.find(([name]) => name === 'content-type')?.[1]);
  const isMedia = kindOfType(type) !== undefined || response.request().resourceType() === 'media';
  const whole = isWhole ? await within(BODY_PATIENCE, response.body()) : undefined;
  const read = new Uint8Array(whole ?? []).subarray(0, isMedia ? MOST_OF_MEDIA : MOST_OF_TEXT);
  const isCut = whole === undefined ? !isBodiless(response.status()) : read.length < whole.length;
  return { status: response.status(), headers: redactHeaders(headers), body: record.keep(read.slice(), type), isCut };
}

/** A redirect's body is never shown to anyone. */
const isBodiless = (status: number): boolean => status === 204 || status === 304 || (status >= 300 && status < 400);

/** A socket carries no answer that is read here; that it was opened, and to whom, is what counts. */
function recordSocket(socket: WebSocket, { record, label, count }: TrafficSetting): void {
  count(1);
  const request = { method: 'GET', url: withoutFragment(socket.url()), headers: [] };
  record.add({ kind: 'exchange', label, by: 'browser', request, noAnswer: 'other', ms: 0 });
}

/** What follows `#` is never sent. */
const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url;
const typeOf = (type: string | undefined): string | undefined =>
  type?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
const lowerCase = (pairs: readonly { name: string; value: string }[]): [string, string][] =>
  pairs.map(({ name, value }) => [name.toLowerCase(), value]);

/** What comes of it, or nothing when it fails or takes too long. */
async function within<Value>(ms: number, coming: Value | Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([coming, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** By Chromium's names of errors. */
const FAILURES: readonly (readonly [part: RegExp, NoAnswer])[] = [
  [/BLOCKED_BY_CLIENT/, 'blocked'],
  [/CONNECTION_REFUSED|ADDRESS_UNREACHABLE/, 'refused'],
  [/CONNECTION_(RESET|CLOSED|ABORTED)|EMPTY_RESPONSE/, 'reset'],
  [/TIMED_OUT/, 'timeout'],
  [/NAME_NOT_RESOLVED|DNS/, 'dns'],
  [/SSL|CERT/, 'tls'],
  [/INVALID|MALFORMED/, 'malformed'],
];

const noAnswerOf = (error = ''): NoAnswer => FAILURES.find(([part]) => part.test(error))?.[1] ?? 'other';
