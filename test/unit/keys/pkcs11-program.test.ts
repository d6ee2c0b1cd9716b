import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgeError, type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { expect, it } from 'vitest';
import { createPkcs11Program } from '../../../services/keys/pkcs11-program.ts';
import { pkcs11Keys } from '../../../services/keys/pkcs11-signer.ts';
import { Secret } from '../../../services/settings/secret.ts';
import { temporaryFolder } from '../../ports/bodies.ts';
import { upTo } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';

const PIN = 'pin-4711-öffne';
const WRONG_PIN = 'echo "C_Login failed: rv = CKR_PIN_INCORRECT (0xa0)" >&2; exit 1';

/** A program in the place of `pkcs11-tool`: it notes how it was called, then does what the script says. */
function program(script: string, timeLimitMs = 20_000) {
  const folder = temporaryFolder();
  const path = join(folder, 'tool');
  const notes = join(folder, 'notes');
  const note = `echo "$@" >> ${notes}; env > ${join(folder, 'env')}`;
  writeFileSync(path, `#!/bin/sh\n${note}\n${script}\n`, { mode: 0o700 });
  const pin = new Secret(writeUtf8(PIN));
  const run = createPkcs11Program({ module: 'some.so', token: 'of ours', pin, program: path, timeLimitMs });
  return {
    run,
    calls: () => readFileSync(notes, 'utf8').trim().split('\n'),
    env: () => readFileSync(join(folder, 'env'), 'utf8'),
  };
}

const failure = (act: Promise<unknown>): Promise<unknown> => act.catch((error: unknown) => error);

it('gives the program its PIN in the environment alone, and nothing else of ours', async () => {
  process.env.BAUTA_TEST_CANARY = 'ours';
  const { run, calls, env } = program('cat; printf more');
  expect(await run.run(['--do', 'it'], writeUtf8('what it reads, '))).toEqual(writeUtf8('what it reads, more'));
  delete process.env.BAUTA_TEST_CANARY;
  expect(calls()[0]).toMatch(/^--module some\.so --token-label of ours --login --pin env:\w+ --do it$/);
  expect(calls().join()).not.toContain(PIN);
  expect(env()).toContain(`=${PIN}\n`);
  expect(env()).not.toContain('ours');
});

it('calls it one at a time, also after a refusal', async () => {
  const folder = temporaryFolder();
  const lock = join(folder, 'lock');
  const { run } = program(
    `mkdir ${lock} || { echo twice; exit 0; }; sleep 0.02; rmdir ${lock}; [ "$8" = fail ] && exit 1; echo once`,
  );
  const outputs = await Promise.all(upTo(6).map((i) => run.run([i === 2 ? 'fail' : 'go', `${i}`])));
  const words = outputs.map((output) => output && Buffer.from(output).toString().trim());
  expect(words).toEqual(['once', 'once', undefined, 'once', 'once', 'once']);
});

it('gives up in time, and when there is no program', async () => {
  const { run } = program('exec sleep 30', 300);
  const begun = Date.now();
  expect(await outcome(run.run([]))).toBe('ERR_STORE_UNAVAILABLE');
  expect(Date.now() - begun).toBeLessThan(10_000);
  const options = { module: '', token: '', pin: new Secret(writeUtf8(PIN)), timeLimitMs: 1000 };
  const missing = createPkcs11Program({ ...options, program: join(temporaryFolder(), 'none') });
  expect(await outcome(missing.run([]))).toBe('ERR_STORE_UNAVAILABLE');
});

it('lets only so many wait', async () => {
  const { run, calls } = program(WRONG_PIN);
  const errors = await Promise.all(upTo(302).map(() => failure(run.run([])) as Promise<AgeError>));
  const full = errors.filter(({ cause }) => cause === 'too many calls wait for the token');
  expect(full).toEqual(errors.slice(300));
  // What waited behind a refused PIN was not tried either.
  expect(calls()).toHaveLength(1);
});

it('tries a PIN that was refused never again, since a few wrong ones lock a token', async () => {
  const { run, calls } = program(WRONG_PIN);
  for (const _ of upTo(4)) expect(await outcome(run.run(['--sign']))).toBe('ERR_STORE_UNAVAILABLE');
  expect(calls()).toHaveLength(1);
});

it('says nothing of what the program printed, and believes none of it', async () => {
  const options = { room: 'issuer', random: (length: number): Bytes => new Uint8Array(length) } as const;
  const slot = { threshold: 18, epoch: '2026-W47', generation: 0 };
  const noisy = pkcs11Keys(program(`echo "rv = CKR_${PIN}"; echo "rv = CKR_${PIN}" >&2; exit 1`).run, options);
  const quiet = pkcs11Keys(program('echo MIIBCgKCAQEA').run, options);
  for (const [keys, code] of [
    [noisy, 'ERR_STORE_UNAVAILABLE'],
    [quiet, 'ERR_FAULT'],
  ] as const) {
    const error = await failure(keys.create(slot));
    expect(error).toBeInstanceOf(AgeError);
    expect((error as AgeError).code).toBe(code);
    expect(`${(error as AgeError).cause} ${(error as AgeError).stack}`).not.toMatch(/CKR_|MIIB|4711/);
  }
});
