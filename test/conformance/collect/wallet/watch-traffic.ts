import { createHash } from 'node:crypto';
import type { BrowserContext, Page, Request } from 'playwright-core';
import type { Exchange, Headers } from '../../evidence/observation.ts';
import type { ProbeRecorder } from '../../evidence/recorder.ts';
import { redactHeaders } from '../../evidence/redact.ts';
import { NAMES_SITE, namesHost } from '../../reading/name-in-text.ts';

/** A request that a browser sent, or answered from what it keeps. */
export interface WatchedRequest {
  readonly phase: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** 0 without an answer. */
  readonly status: number;
  /** It was answered out of the browser's own cache: nobody heard of it. */
  readonly isKept: boolean;
}

/** All requests of a profile, each under what was being done when it began. */
export interface Traffic {
  begin(phase: string): void;
  /** How many of that phase have begun so far. */
  readonly count: (phase: string, is: (url: string) => boolean) => number;
  /** Waits for what is still under way, 2 s at most, and gives all. */
  requests(): Promise<readonly WatchedRequest[]>;
}

const PATIENCE = 2_000;

export async function watchTraffic(context: BrowserContext, page: Page): Promise<Traffic> {
  const begun: { readonly phase: string; readonly request: Request }[] = [];
  /** Answers from the browser's cache, by phase and address. */
  const kept = new Map<string, number>();
  let phase = 'idle';
  context.on('request', (request) => {
    if (/^https?:/.test(request.url())) begun.push({ phase, request });
  });
  // Read at once: a tab that is closed tells nothing any more.
  const answers = new Map<Request, number>();
  context.on('response', (response) => void answers.set(response.request(), response.status()));
  const cdp = await context.newCDPSession(page);
  const addresses = new Map<string, { readonly url: string; readonly phase: string }>();
  const keep = (id: string): void => {
    const one = addresses.get(id);
    if (one === undefined) return;
    addresses.delete(id);
    const key = `${one.phase} ${one.url}`;
    kept.set(key, (kept.get(key) ?? 0) + 1);
  };
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    addresses.set(requestId, { url: request.url, phase });
  });
  cdp.on('Network.requestServedFromCache', ({ requestId }) => keep(requestId));
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache === true) keep(requestId);
  });
  await cdp.send('Network.enable');

  return {
    begin(next) {
      phase = next;
    },
    count: (of, is) => begun.filter((one) => one.phase === of && is(one.request.url())).length,
    async requests() {
      const left = new Map(kept);
      const read: WatchedRequest[] = [];
      for (const one of begun) {
        const url = one.request.url().split('#', 1)[0] ?? '';
        const key = `${one.phase} ${url}`;
        const isKept = (left.get(key) ?? 0) > 0;
        if (isKept) left.set(key, (left.get(key) ?? 0) - 1);
        read.push({
          phase: one.phase,
          ...(await readRequest(one.request, answers.get(one.request) ?? 0)),
          url,
          isKept,
        });
      }
      return read;
    },
  };
}

type Read = Pick<WatchedRequest, 'method' | 'headers' | 'body' | 'status'>;

async function readRequest(request: Request, status: number): Promise<Read> {
  const sent = (await soon(request.headersArray()))?.map(({ name, value }) => [name, value] as const);
  const headers = sent ?? Object.entries(request.headers());
  return {
    method: request.method(),
    headers: headers.map(([name, value]) => [name.toLowerCase(), value]),
    body: request.postDataBuffer() ?? new Uint8Array(),
    status,
  };
}

async function soon<T>(asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, undefined);
  });
  const first = await Promise.race([asked.catch(() => undefined), late]);
  clearTimeout(timer);
  return first;
}

/** Runs as long as this may be a token, a grant or a proof. */
const LONG = /[A-Za-z0-9_+/=.-]{200,}/g;
const TEXT = /^(text\/|application\/(json|x-www-form-urlencoded))/;

/** Puts digests in place of what could be shown once more, and says where such a run names a site. */
function redact(text: string, hosts: readonly string[]): string {
  return text.replace(LONG, (run) => {
    const digest = createHash('sha256').update(run).digest('hex');
    const names = hosts.some((host) => namesHost(run, host)) ? `${NAMES_SITE}, ` : '';
    return `(${names}${run.length} characters, SHA-256 ${digest})`;
  });
}

/** @param value without its secrets. @param own as it was sent: what it says of a site must not go with them. */
function show(value: string, own: string, hosts: readonly string[]): string {
  const isLost = value !== own && hosts.some((host) => namesHost(own, host));
  return isLost ? `${value} (${NAMES_SITE})` : redact(value, hosts);
}

/**
 * Writes requests into the evidence, each labelled with its phase. Bodies go in as text without long runs, and as a
 * count of bytes where they are no text. @param hosts of the auditor's sites.
 * @returns ids of those that the browser answered itself
 */
export function recordTraffic(
  record: ProbeRecorder,
  requests: readonly WatchedRequest[],
  hosts: readonly string[],
): readonly string[] {
  const ids: string[] = [];
  for (const { phase, method, url, headers, body, status, isKept } of requests) {
    const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
    const text = TEXT.test(type) ? new TextDecoder().decode(body) : `(${body.length} bytes of ${type || 'no type'})`;
    const sent =
      body.length === 0 ? {} : { body: record.keep(new TextEncoder().encode(redact(text, hosts)), 'text/plain') };
    const nothing = record.keep(new Uint8Array());
    const came: Pick<Exchange, 'response' | 'noAnswer'> =
      status === 0 ? { noAnswer: 'other' } : { response: { status, headers: [], body: nothing, isCut: true } };
    const shown = redactHeaders(headers).map(
      ([name, value], at) => [name, show(value, headers[at]?.[1] ?? '', hosts)] as const,
    );
    const request = { method, url: redact(url, hosts), headers: shown, ...sent };
    const id = record.add({ kind: 'exchange', label: phase, by: 'browser', request, ms: 0, ...came });
    if (isKept) ids.push(id);
  }
  return ids;
}
