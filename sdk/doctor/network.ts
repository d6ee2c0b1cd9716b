import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { isLoopback } from '../protocol/index.ts';

/** A request as it is written: the path goes over the wire unchanged, `//` and `%2e` with it. */
export interface Ask {
  /** `https://site.example` */
  readonly origin: string;
  /** Begins with `/`. */
  readonly path: string;
  /** There is no other: the doctor sends nothing that could change anything, and never a token. */
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a TLS server showed. */
export interface Certificate {
  /** Why it is not to be trusted; undefined when it is. */
  readonly fault: string | undefined;
  /** Unix seconds. */
  readonly expires: number;
}

export interface Answer {
  readonly status: number;
  /** By lower-case name; several lines of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly string[];
  /** Cut at `BODY_MAX` bytes. */
  readonly body: string;
  /** The instant between question and answer, Unix seconds with a fraction, by the clock of this machine. */
  readonly at: number;
  readonly certificate: Certificate | undefined;
}

/** Nobody answered; the message is a sentence of ours. */
export class Unreachable extends Error {}

export type Network = (ask: Ask) => Promise<Answer>;

const TIMEOUT_MS = 10_000;
const BODY_MAX = 1_000_000;

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer in 10 s',
  ECONNRESET: 'the connection broke',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there',
  EPROTO: 'it does not speak TLS',
};

/**
 * The network of the doctor. A certificate that is no good does not end a question: it is a finding of its own.
 * @param options.now milliseconds. @param options.ca certificates beside the system's, PEM
 */
export function createNetwork(options: { readonly now: () => number; readonly ca?: string }): Network {
  return ({ origin, path, method = 'GET', headers = {} }) =>
    new Promise((resolve, reject) => {
      const { protocol, hostname, port, host } = new URL(origin);
      const began = options.now();
      const request = (protocol === 'https:' ? requestHttps : requestHttp)({
        // Names under localhost are this machine, whatever a resolver says of them.
        host: isLoopback(hostname) && hostname.endsWith('.localhost') ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, ''),
        ...(port === '' ? {} : { port }),
        path,
        method,
        headers: { host, accept: '*/*', 'user-agent': 'bauta-doctor', ...headers },
        agent: false,
        rejectUnauthorized: false,
        servername: /^[\d.[\]:a-f]+$/.test(hostname) ? '' : hostname,
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      });
      const refuse = (error: NodeJS.ErrnoException): void => {
        request.destroy();
        reject(new Unreachable(SENTENCES[error.code ?? ''] ?? 'the connection failed'));
      };
      const timer = setTimeout(() => refuse(Object.assign(new Error(), { code: 'ETIMEDOUT' })), TIMEOUT_MS);
      request.on('error', refuse).on('close', () => clearTimeout(timer));
      request.on('response', (response) => {
        const at = (began + options.now()) / 2000;
        const certificate = certificateOf(response.socket);
        const { 'set-cookie': cookies = [], ...others } = response.headers;
        const chunks: Buffer[] = [];
        let length = 0;
        const finish = (): void =>
          resolve({
            status: response.statusCode ?? 0,
            headers: others as Answer['headers'],
            cookies,
            body: Buffer.concat(chunks).toString('utf8'),
            at,
            certificate,
          });
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          chunks.push(chunk);
          if (length <= BODY_MAX) return;
          finish();
          request.destroy();
        });
        response.on('end', finish).on('error', refuse);
      });
      request.end();
    });
}

function certificateOf(socket: unknown): Certificate | undefined {
  const { authorized, authorizationError, getPeerCertificate } = socket as Partial<TLSSocket>;
  if (getPeerCertificate === undefined) return undefined;
  const { valid_to: end } = (socket as TLSSocket).getPeerCertificate();
  const fault =
    authorized === true ? undefined : String((authorizationError as { code?: string })?.code ?? authorizationError);
  return { fault, expires: Date.parse(end) / 1000 };
}
