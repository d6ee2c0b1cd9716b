import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { findProgram } from '../gateway/programs.ts';
import { makeCertificate } from './certificate.ts';

/** Why commands of curl cannot be run here; undefined: they can. */
export const whyNoCurl: string | undefined = ['curl', 'openssl']
  .map((name) => (findProgram(name) ? undefined : `${name} is not installed`))
  .find((why) => why !== undefined);

/** Where nothing listens. */
const NOWHERE = '127.0.0.1:1';

/** What a command printed, and how it ended. */
export interface Printed {
  readonly exit: number;
  readonly out: string;
}

/** A machine on which `https://site.example` is a server of this test. */
export interface CurlGround {
  run(command: string): Promise<Printed>;
  close(): Promise<void>;
}

/**
 * Lets curl find `https://site.example` at a port of this machine, through TLS that ends here. Every other address of
 * that name, and `origin.site.example`, leads nowhere. @param port where plain HTTP is spoken.
 */
export async function openCurlGround(port: number): Promise<CurlGround> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-curl-'));
  const made = makeCertificate(folder, 'site.example');
  const [key, cert] = [made.key, made.certificate].map((file) => readFileSync(file));
  const server = createServer({ key, cert }, (asking) => {
    const answering = connect({ port, host: '127.0.0.1' });
    asking.pipe(answering).pipe(asking);
    for (const [one, other] of [
      [asking, answering],
      [answering, asking],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const at = typeof address === 'object' && address ? address.port : 0;
  const lines = [`connect-to = "site.example:443:127.0.0.1:${at}"`, `connect-to = "::${NOWHERE}"`];
  writeFileSync(join(folder, '.curlrc'), [...lines, 'insecure', 'noproxy = "*"', ''].join('\n'));
  const env = { PATH: process.env.PATH, CURL_HOME: folder, HOME: folder };
  return {
    run: (command) =>
      new Promise((resolve) => {
        execFile('sh', ['-c', command], { env, encoding: 'utf8' }, (error, out) =>
          resolve({ exit: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out }),
        );
      }),
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
