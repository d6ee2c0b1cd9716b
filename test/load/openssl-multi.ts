import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** RSA-2048 signatures a second of `openssl speed` on so many cores at once. @throws Error when there is no openssl */
export async function signaturesOn(cores: number, seconds: number): Promise<number> {
  const args = ['speed', '-mr', '-seconds', String(seconds), '-multi', String(cores), 'rsa2048'];
  const { stdout } = await run('openssl', args);
  return readSignatures(stdout);
}

/** The line of all processes together, which begins with no `Got:`. */
export function readSignatures(text: string): number {
  const rate = Number(/^\+F2:\d+:2048:([\d.]+):/m.exec(text)?.[1]);
  if (!(rate > 0)) throw new Error('openssl speed printed no such figure');
  return rate;
}
