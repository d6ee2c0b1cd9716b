import { COOKIES, HEADERS, HOST, PAGE_HEADERS, RANGES } from './headers.ts';
import { API_PATH, GATED_PATHS, MEDIA_PATH, PAGE_PATH, PUBLIC_PATH } from './paths.ts';
import { ask, type RawAnswer, type RawRequest } from './raw-ask.ts';
import { METHODS, READ_AS_PUBLIC, TARGETS } from './targets.ts';

/** One way around a door. */
export interface UnverifiedRequest extends RawRequest {
  readonly name: string;
  /** False where 200 may be a right answer, so that only the marker tells a leak: a public path, a server's own answer. */
  readonly isGated: boolean;
}

const SMUGGLED = `GET ${PAGE_PATH} HTTP/1.1\r\nHost: site.example\r\n\r\n`;

/**
 * Every way around a door that these tests know, each with a name. The application behind has the paths of `paths.ts`,
 * and its gate opens `PUBLIC_PATHS` alone.
 */
export const UNVERIFIED: readonly UnverifiedRequest[] = [
  ...ways(GATED_PATHS.map((path) => ({ line: `GET ${path}` }))),
  ...ways(GATED_PATHS.map((path) => ({ line: `GET ${path}`, headers: [HOST, ...PAGE_HEADERS] }))),
  ...ways(GATED_PATHS.map((path) => ({ line: `GET ${path} HTTP/1.0`, headers: [] }))),
  ...ways(
    METHODS.flatMap((method) =>
      [PAGE_PATH, MEDIA_PATH].map((path) => ({ line: `${method} ${path}`, headers: [HOST] })),
    ),
  ),
  ...ways(['POST', 'PUT'].map((method) => ({ line: `${method} ${API_PATH}`, headers: [HOST], body: '_method=GET' }))),
  ...ways(TARGETS.map((target) => ({ line: `GET ${target}`, headers: [HOST] }))),
  ...ways(TARGETS.map((target) => ({ line: `GET ${target}`, headers: [HOST, ...PAGE_HEADERS] }))),
  ...ways(TARGETS.map((target) => ({ line: `HEAD ${target}`, headers: [HOST] }))),
  ...ways(
    READ_AS_PUBLIC.map((target) => ({ line: `GET ${target}`, headers: [HOST] })),
    false,
  ),
  ...ways(
    READ_AS_PUBLIC.map((target) => ({ line: `GET ${target}`, headers: [HOST, ...PAGE_HEADERS] })),
    false,
  ),
  ...ways([{ line: 'OPTIONS *', headers: [HOST] }], false),
  ...ways([{ line: 'CONNECT site.example:443' }, { line: `GET ${PAGE_PATH} HTTP/1.1 HTTP/1.0` }], false),
  ...ways(HEADERS.map((headers) => ({ line: `GET ${PAGE_PATH}`, headers }))),
  ...ways(HEADERS.map((headers) => ({ line: `GET ${MEDIA_PATH}`, headers: [...headers, ...PAGE_HEADERS] }))),
  ...ways(
    [`X-Original-URL: ${PAGE_PATH}`, `X-Rewrite-URL: ${PAGE_PATH}`, `X-Forwarded-Uri: ${PAGE_PATH}`].map((header) => ({
      line: `GET ${PUBLIC_PATH}`,
      headers: [HOST, header],
    })),
    false,
  ),
  ...ways(COOKIES.map((cookies) => ({ line: `GET ${PAGE_PATH}`, headers: [HOST, ...cookies] }))),
  ...ways(COOKIES.map((cookies) => ({ line: `GET ${MEDIA_PATH}`, headers: [HOST, ...PAGE_HEADERS, ...cookies] }))),
  ...ways(RANGES.map((range) => ({ line: `GET ${MEDIA_PATH}`, headers: [HOST, `Range: ${range}`] }))),
  ...ways(RANGES.map((range) => ({ line: `GET ${PAGE_PATH}`, headers: [HOST, `Range: ${range}`] }))),
  ...ways(RANGES.map((range) => ({ line: `HEAD ${MEDIA_PATH}`, headers: [HOST, `Range: ${range}`] }))),
  // A second request in the body of the first, and right behind it.
  ...ways(
    [
      { line: `GET ${PUBLIC_PATH}`, headers: [HOST], body: SMUGGLED },
      { line: `POST ${PUBLIC_PATH}`, headers: [HOST, 'Transfer-Encoding: chunked'], body: `0\r\n\r\n${SMUGGLED}` },
      {
        line: `POST ${PUBLIC_PATH}`,
        headers: [HOST, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
        body: `0\r\n\r\n${SMUGGLED}`,
      },
      { line: `GET ${PUBLIC_PATH}`, headers: [HOST, 'Content-Length: 0', 'Connection: keep-alive'], body: pipelined() },
    ],
    false,
  ),
];

/** Targets that a gate which judges the request line itself keeps shut, too. */
export const ODD_TARGETS: readonly UnverifiedRequest[] = ways(
  READ_AS_PUBLIC.map((target) => ({ line: `GET ${target}`, headers: [HOST] })),
);

function ways(requests: readonly RawRequest[], isGated = true): readonly UnverifiedRequest[] {
  return requests.map((request) => {
    const { line, headers = [], body } = request;
    const said = [line, ...headers.filter((header) => header !== HOST), ...(body === undefined ? [] : ['with a body'])];
    return { ...request, name: said.map((part) => part.slice(0, 100)).join(' · '), isGated };
  });
}

function pipelined(): string {
  return SMUGGLED.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
}

/**
 * Sends all of them, unverified. @param secrets markers, one of which is in every gated answer of the application.
 * @returns the names of those whose answer held a marker, or 200 or 206 at a gated path.
 */
export async function findLeaks(
  port: number,
  secrets: readonly string[],
  requests: readonly UnverifiedRequest[] = UNVERIFIED,
): Promise<readonly string[]> {
  const leaks: string[] = [];
  const waiting = [...requests];
  async function work(): Promise<void> {
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      if (isLeak(await ask(port, request), request, secrets)) leaks.push(request.name);
    }
  }
  await Promise.all(Array.from({ length: 8 }, work));
  return leaks;
}

function isLeak({ status, raw }: RawAnswer, { isGated }: UnverifiedRequest, secrets: readonly string[]): boolean {
  return (isGated && (status === 200 || status === 206)) || secrets.some((secret) => raw.includes(secret));
}
