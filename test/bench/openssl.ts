import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of each of the two measurements that `openssl speed` makes of a key. */
const SECONDS = 1;

/** Microseconds of CPU for one operation, as `openssl speed` measures them: the physical limit beside our own figures. */
export async function measureRsa(): Promise<{ readonly rsaSign: number; readonly rsaVerify: number }> {
  const [rsaSign, rsaVerify] = await measure('rsa2048', 'F2');
  return { rsaSign, rsaVerify };
}

export async function measureP256(): Promise<{ readonly p256Verify: number }> {
  const [, p256Verify] = await measure('ecdsap256', 'F4');
  return { p256Verify };
}

/** What signing and verifying take. @throws Error when there is no openssl. */
async function measure(algorithm: string, kind: string): Promise<readonly [number, number]> {
  const { stdout } = await run('openssl', ['speed', '-mr', '-seconds', String(SECONDS), algorithm]);
  const fields = stdout.match(new RegExp(`^\\+${kind}:.*$`, 'm'))?.[0].split(':') ?? [];
  const [signs, verifies] = [Number(fields[3]), Number(fields[4])];
  if (!(signs > 0 && verifies > 0)) throw new Error('openssl speed printed no such figure');
  return [1e6 / signs, 1e6 / verifies];
}
