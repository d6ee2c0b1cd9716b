import { connect } from 'node:net';

/** A request as it goes over the wire: nothing of it is put in order. */
export interface RawRequest {
  /** The request line; ` HTTP/1.1` is added unless it ends in a version. */
  readonly line: string;
  /** Header lines; `Host: site.example` unless given. `Connection: close`, and the body's length, are added where missing. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  /** By lower-case name; lines of one name stand beside each other. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
  /** Every byte that came, a second answer on the same connection included. */
  readonly raw: Buffer;
}

const PATIENCE_MS = 20_000;

/** Asks 127.0.0.1:`port` over a socket of its own. @throws when the answer does not come to its end in 20 s. */
export function ask(port: number, request: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => socket.destroy(new Error(`no answer to ${request.line}`)), PATIENCE_MS);
    socket.on('data', (chunk) => chunks.push(chunk));
    // A server may close before it has read everything that was sent; what it said counts all the same.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(readAnswer(Buffer.concat(chunks)));
    });
    socket.write(writeRequest(request));
  });
}

function writeRequest({ line, headers = ['Host: site.example'], body = '' }: RawRequest): string {
  const has = (name: string): boolean => headers.some((header) => header.toLowerCase().startsWith(`${name}:`));
  const lines = [
    / HTTP\/\d\.\d$/.test(line) ? line : `${line} HTTP/1.1`,
    ...headers,
    ...(has('connection') ? [] : ['Connection: close']),
    ...(body === '' || has('content-length') || has('transfer-encoding')
      ? []
      : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function readAnswer(raw: Buffer): RawAnswer {
  let rest = raw;
  let head: readonly string[] = [];
  let status = 0;
  // Interim answers (1xx) come before the one that counts.
  do {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return { status: 0, headers: {}, body: rest, raw };
    head = rest.subarray(0, end).toString('latin1').split('\r\n');
    rest = rest.subarray(end + 4);
    status = Number(/^HTTP\/\d(?:\.\d)? (\d{3})/.exec(head[0] ?? '')?.[1] ?? 0);
  } while (status >= 100 && status < 200);
  const headers: Record<string, string[]> = {};
  for (const line of head.slice(1)) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    const lines = Object.hasOwn(headers, name) ? (headers[name] as string[]) : [];
    lines.push(line.slice(at + 1).trim());
    headers[name] = lines;
  }
  const isChunked = headers['transfer-encoding']?.some((value) => /\bchunked\b/i.test(value)) ?? false;
  const length = Number(headers['content-length']?.[0] ?? rest.length);
  return { status, headers, body: isChunked ? joinChunks(rest) : rest.subarray(0, length), raw };
}

function joinChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    const length = end < 0 ? 0 : Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    if (!(length > 0)) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
