import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeUtf8 } from '@bauta/sdk/protocol';
import { createPkcs11Program, type Pkcs11Program } from '../../../services/keys/pkcs11-program.ts';
import { Secret } from '../../../services/settings/secret.ts';
import { ROOT } from '../../laws/sources.ts';

const MODULE = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
].find(existsSync);
const COMMANDS = /<!-- runs: hsm -->\n+```sh\n([\s\S]*?)```/g;

/** Whether a token made of files can be had here. */
export const hasSoftToken: boolean = MODULE !== undefined && existsSync('/usr/bin/pkcs11-tool');

/** A token in a folder, made by the commands of the guide. */
export interface SoftToken {
  readonly program: Pkcs11Program;
  /** What the commands printed. */
  readonly printed: string;
  /** Another way in, with another PIN. */
  open(pin: string): Pkcs11Program;
}

/** @throws when one of the guide's commands fails. */
export function makeSoftToken(folder: string): SoftToken {
  const guide = readFileSync(join(ROOT, 'spec/guides/hsm.md'), 'utf8');
  const commands = [...guide.matchAll(COMMANDS)].map(([, code]) => code).join('\n');
  const pin = '471147';
  const env = { PATH: process.env.PATH, HSM_FOLDER: folder, MODULE, BAUTA_SO_PIN: '815815', BAUTA_PKCS11_PIN: pin };
  const { status, stdout, stderr } = spawnSync('sh', ['-eu', '-c', commands], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the commands of the guide ended with ${status}: ${stderr}`);
  const open = (text: string): Pkcs11Program =>
    createPkcs11Program({
      module: MODULE as string,
      token: 'bauta-issuer',
      pin: new Secret(writeUtf8(text)),
      env: { SOFTHSM2_CONF: join(folder, 'softhsm2.conf') },
      timeLimitMs: 20_000,
    });
  return { program: open(pin), printed: stdout, open };
}
