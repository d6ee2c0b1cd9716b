import { request } from 'node:http';

/** What a server answered, whole. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  /** `Set-Cookie`: name → value. */
  readonly cookies: ReadonlyMap<string, string>;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds; 3,000 unless given. */
  readonly patience?: number;
}

/** Asks a server of 127.0.0.1 over a connection of its own. @returns undefined when no whole answer came in time. */
export function ask(port: number, path: string, asked: Asked = {}): Promise<Answered | undefined> {
  const { method = 'GET', headers = {}, body, patience = 3000 } = asked;
  return new Promise((resolve) => {
    const timer = setTimeout(() => give(undefined), patience);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request({
      ...{ host: '127.0.0.1', port, path, method, agent: false, headers: { ...headers, ...length } },
    });
    const give = (answered: Answered | undefined): void => {
      clearTimeout(timer);
      outgoing.destroy();
      resolve(answered);
    };
    outgoing.once('error', () => give(undefined));
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', () => give(undefined));
      incoming.once('end', () => {
        const cookies = new Map((incoming.headers['set-cookie'] ?? []).map(readSetCookie));
        give({ status: incoming.statusCode as number, body: Buffer.concat(chunks).toString(), cookies });
      });
      incoming.once('close', () => give(undefined));
    });
    outgoing.end(body);
  });
}

function readSetCookie(header: string): [name: string, value: string] {
  const [pair = ''] = header.split(';', 1);
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
