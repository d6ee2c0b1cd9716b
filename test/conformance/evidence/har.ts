import { blobPath, formatJson } from './evidence-files.ts';
import type { Blob, Evidence, Exchange, Headers, Probe, Received, Sent } from './observation.ts';
import { headerOf, type ReadBlob } from './view.ts';

/** Larger bodies lie beside the file, in `blobs/`. In bytes. */
const MOST_INLINE = 65_536;
const WORDS = /^(text\/|application\/(.+\+)?(json|xml|javascript|x-www-form-urlencoded)$|image\/svg\+xml$)/;

/**
 * Every exchange of the evidence as HAR 1.2, which browsers and proxies open: a page for each probe. What HAR has no
 * member for begins with `_`. Cookies and tokens were taken out before the evidence was written; cookies are not listed apart.
 */
export function formatHar(evidence: Evidence, read: ReadBlob): string {
  const { suite, browser, began } = evidence.circumstances;
  const probes = evidence.probes.filter(({ observations }) => observations.some(({ kind }) => kind === 'exchange'));
  return formatJson({
    log: {
      version: '1.2',
      creator: suite,
      ...(browser === undefined ? {} : { browser: browserOf(browser) }),
      pages: probes.map((probe) => ({
        startedDateTime: exchangesOf(probe)[0]?.at ?? began,
        id: probe.name,
        title: probe.name,
        pageTimings: {},
      })),
      entries: probes.flatMap((probe) => exchangesOf(probe).map((exchange) => entryOf(probe, exchange, read))),
    },
  });
}

const exchangesOf = (probe: Probe): readonly Exchange[] => probe.observations.filter((one) => one.kind === 'exchange');

/** `Chromium 156.0.8078.79` */
function browserOf(text: string): { readonly name: string; readonly version: string } {
  const [, name = text, version = ''] = /^(.*) (\S+)$/.exec(text) ?? [];
  return { name, version };
}

function entryOf(probe: Probe, exchange: Exchange, read: ReadBlob): unknown {
  const { id, label, by, at, ms, request, response, noAnswer } = exchange;
  return {
    pageref: probe.name,
    startedDateTime: at,
    time: ms,
    request: requestOf(request, read),
    response: response === undefined ? NO_RESPONSE : responseOf(response, read),
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    _id: id,
    _label: label,
    _by: by,
    ...(noAnswer === undefined ? {} : { _noAnswer: noAnswer }),
  };
}

const UNKNOWN = { httpVersion: '', cookies: [], headersSize: -1 };
const NO_RESPONSE = {
  ...UNKNOWN,
  status: 0,
  statusText: '',
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  bodySize: -1,
};

function requestOf({ method, url, headers, body }: Sent, read: ReadBlob): unknown {
  return {
    ...UNKNOWN,
    method,
    url,
    headers: pairs(headers),
    queryString: queryOf(url),
    ...(body === undefined ? {} : { postData: { mimeType: body.type ?? '', params: [], ...contentOf(body, read) } }),
    bodySize: body?.bytes ?? 0,
  };
}

function responseOf({ status, headers, body, isCut }: Received, read: ReadBlob): unknown {
  return {
    ...UNKNOWN,
    status,
    statusText: '',
    headers: pairs(headers),
    content: { size: body.bytes, mimeType: body.type ?? 'x-unknown', ...contentOf(body, read) },
    redirectURL: headerOf(headers, 'location') ?? '',
    bodySize: isCut ? -1 : body.bytes,
    ...(isCut ? { _isCut: true } : {}),
  };
}

const pairs = (headers: Headers): unknown => headers.map(([name, value]) => ({ name, value }));

function queryOf(url: string): unknown {
  if (!URL.canParse(url)) return [];
  return Array.from(new URL(url).searchParams, ([name, value]) => ({ name, value }));
}

function contentOf(blob: Blob, read: ReadBlob): Readonly<Record<string, string>> {
  if (blob.bytes === 0) return { text: '' };
  if (blob.bytes > MOST_INLINE || !WORDS.test(blob.type ?? '')) return { text: '', comment: blobPath(blob.sha256) };
  const bytes = read(blob.sha256);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { text: Buffer.from(bytes).toString('base64'), encoding: 'base64' };
  }
}
