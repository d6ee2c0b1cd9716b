import { METHODS } from 'node:http';
import { type Bytes, concat, writeUtf8 } from '@bauta/sdk/protocol';

/** Put where others might repeat it: no answer to a refused request may hold it, and no log. */
export const MARKER = 'Zq7MarkedByFuzz';

/** A request as bytes: a line with method and target, a line for each header, an empty line, the body. */
export interface Message {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** Headers that a `Request` does not let through, or makes itself. */
const LEFT_OUT = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

export async function messageOf(request: Request): Promise<Message> {
  const { pathname, search } = new URL(request.url);
  const body = new Uint8Array(await request.clone().arrayBuffer());
  return { method: request.method, target: pathname + search, headers: [...request.headers], body };
}

export function writeMessage({ method, target, headers, body }: Message): Bytes {
  const head = [`${method} ${target}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return concat(writeUtf8(`${head.join('\n')}\n\n`), body);
}

/** Reads what may be changed in any way, as well as can be. */
function readMessage(bytes: Bytes): Message {
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('\n\n');
  const head = Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1');
  const [first = '', ...lines] = head.split('\n');
  const space = first.indexOf(' ');
  return {
    method: space < 0 ? 'GET' : first.slice(0, space),
    target: first.slice(space + 1),
    headers: lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1).trim()] as const;
    }),
    body: end < 0 ? new Uint8Array() : bytes.subarray(end + 2),
  };
}

/**
 * The request that a server would make of it at this origin; undefined where none would come that far. A method that
 * there is not is refused by the parser of HTTP, of Node and of workerd alike.
 */
export function requestOf(origin: string, bytes: Bytes): Request | undefined {
  const { method, target, headers, body } = readMessage(bytes);
  if (!METHODS.includes(method.toUpperCase())) return undefined;
  const url = `${origin}${target.startsWith('/') ? '' : '/'}${target}`;
  if (!URL.canParse(url) || new URL(url).origin !== origin) return undefined;
  const kept = new Headers();
  for (const [name, value] of headers) if (!LEFT_OUT.has(name.toLowerCase())) append(kept, name, value);
  const hasBody = !/^(GET|HEAD)$/i.test(method) && body.length > 0;
  try {
    return new Request(url, { method, headers: kept, ...(hasBody && { body: Uint8Array.from(body) }) });
  } catch (error) {
    // CONNECT and TRACE are refused before any application.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function append(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch (error) {
    // A server's parser refuses these, and the door of framing throws them at one.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** The same messages with something planted in each of their parts, and with media types and methods of others. */
export function planted(messages: readonly Message[]): readonly Message[] {
  return messages.flatMap((one) => [
    one,
    { ...one, target: `${one.target}${one.target.includes('?') ? '&' : '?'}a=${MARKER}` },
    { ...one, target: `${one.target}/${MARKER}` },
    { ...one, headers: [...one.headers, ['x-a', MARKER] as const, ['cookie', `a=${MARKER}`] as const] },
    { ...one, body: concat(one.body, writeUtf8(MARKER)) },
  ]);
}
