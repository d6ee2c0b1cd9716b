import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgeError, writeUtf8 } from '@bauta/sdk/protocol';
import { openSqlite, sqliteSessions } from '@bauta/sdk/stores/sqlite';
import { createAttest } from '@bauta/services/attester/attest';
import { openClientKey } from '@bauta/services/attester/oidc/client-key';
import { oidcSource } from '@bauta/services/attester/oidc/oidc-source';
import { createPepper } from '@bauta/services/attester/pepper';
import { createLog, faultEvent } from '@bauta/services/log-events';
import { parseSigningKey } from '@bauta/services/settings/signing-key';
import { sqliteAccounts } from '@bauta/services/storage/accounts';
import { exportJWK } from 'jose';
import { afterAll, expect, it } from 'vitest';
import { figure, NOON } from '../ports/figures.ts';
import { type Bent, clientKeys, fakeProvider, ROW } from '../unit/oidc/fake-provider.ts';

/** What the provider says of a person, most of it unasked. None of it may stay. */
const CANARIES = {
  birthdate: '1987-06-05',
  sub: 'sub-canary-4711',
  name: 'Camille Canari',
  email: 'camille@canary.example',
};

const folder = mkdtempSync(join(tmpdir(), 'bauta-oidc-'));
afterAll(() => rmSync(folder, { recursive: true }));

const log: string[] = [];
const write = createLog({ room: 'attester', now: () => NOON, write: (line) => void log.push(line) });

/** The whole of an evidence session, down to the account, on disk. */
async function runThrough(bent: Bent, from: 'id_token' | 'userinfo'): Promise<string> {
  const store = openSqlite(join(folder, 'attester.db'));
  const sessions = sqliteSessions(store, { now: () => NOON });
  const random = (length: number) => new Uint8Array(randomBytes(length));
  const accounts = sqliteAccounts(store, { now: () => NOON, random });
  const provider = fakeProvider(bent);
  const source = oidcSource({
    row: { ...ROW, from },
    clientKey: await openClientKey(parseSigningKey(JSON.stringify(await exportJWK(clientKeys.privateKey)))),
    thresholds: [18],
    pepper: createPepper(figure('pepper')),
    randomBytes: random,
    fetch: provider.fetch,
  });
  const attest = createAttest({
    origin: 'https://attester.example',
    walletOrigin: 'https://wallet.example',
    sources: [source],
    sessions,
    randomBytes: random,
  });
  try {
    const { session, here = '' } = await attest.begin('oidc-bank', NOON);
    const query = provider.agree(here);
    const handle = new URLSearchParams(query).get('state') ?? '';
    const { returnTo = '' } = await attest.answer('oidc-bank', handle, writeUtf8(query), NOON);
    const state = await attest.state(session, returnTo.split('=')[1]);
    const { once, ...evidence } = await attest.take(session);
    const passkey = { credentialId: random(16), publicKey: random(77), counter: 0 };
    await accounts.save({ kind: 'enrolment', passkey, ...evidence, ...(once && { once }) } as never);
    return JSON.stringify([state, evidence]);
  } catch (error) {
    write(
      error instanceof AgeError
        ? { event: 'refusal', code: error.code, epoch: '2026-W47' as never }
        : faultEvent(error, NOON),
    );
    return JSON.stringify([error, (error as Error).message, (error as Error).cause ?? '']);
  } finally {
    store.close();
  }
}

function onDisk(): string {
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n');
}

it.each<[string, Bent, 'id_token' | 'userinfo', RegExp]>([
  ['an id_token', { claims: CANARIES }, 'id_token', /"proved"/],
  ['userinfo', { claims: { sub: CANARIES.sub }, userinfo: CANARIES }, 'userinfo', /"proved"/],
  ['an id_token that is not believed', { claims: { ...CANARIES, aud: 'other' } }, 'id_token', /ERR_OIDC_ANSWER/],
  ['a date that shows no age', { claims: { ...CANARIES, birthdate: '2019-06-05' } }, 'id_token', /ERR_OIDC_AGE/],
  ['a date that is none', { claims: { ...CANARIES, birthdate: '1987-06-05x' } }, 'id_token', /ERR_OIDC_AGE/],
])('nothing of %s is in the store, in the log, or in what comes out', async (_, bent, from, outcome) => {
  const said = await runThrough(bent, from);
  expect(said).toMatch(outcome);
  const left = `${onDisk()}\n${log.join('')}\n${said}`;
  expect(left).toContain('CREATE TABLE');
  for (const canary of [...Object.values(CANARIES), '2019-06-05', 'canary']) {
    expect(left).not.toContain(canary);
    expect(left).not.toContain(Buffer.from(canary).toString('base64url'));
  }
});
