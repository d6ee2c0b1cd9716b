import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Microseconds of CPU for one operation, as `openssl speed` measures them: the physical limit beside our own figures. */
export interface OpensslFigures {
  readonly rsaSign: number;
  readonly rsaVerify: number;
  readonly p256Verify: number;
}

const run = promisify(execFile);

/** @param seconds for each of the four measurements that it makes. @throws Error when there is no openssl. */
export async function measureOpenssl(seconds: number): Promise<OpensslFigures> {
  const { stdout } = await run('openssl', ['speed', '-mr', '-seconds', String(seconds), 'rsa2048', 'ecdsap256']);
  const row = (kind: string): [number, number] => {
    const fields = stdout.match(new RegExp(`^\\+${kind}:.*$`, 'm'))?.[0].split(':') ?? [];
    return [Number(fields[3]), Number(fields[4])];
  };
  const [rsaSignRate, rsaVerifyRate] = row('F2');
  const [, p256VerifyRate] = row('F4');
  const micros = (rate: number): number => {
    if (!(rate > 0)) throw new Error('openssl speed printed no such figure');
    return 1e6 / rate;
  };
  return { rsaSign: micros(rsaSignRate), rsaVerify: micros(rsaVerifyRate), p256Verify: micros(p256VerifyRate) };
}
