import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eraseAccount } from '@bauta/sdk/client';
import { type Bytes, concat, nameOf, writeUtf8 } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { createDeviceKeys, type IssueOptions, issue } from '@bauta/services/phone/attestation';
import { encodeCbor } from '@bauta/services/phone/cbor';
import { answerSignedRequest, type Hold } from '@bauta/services/phone/eudi/answer-request';
import { presentHaip } from '@bauta/services/phone/eudi/present-haip';
import { loadTestAccess } from '@bauta/services/phone/eudi/test-access';
import { answerIsoMdoc, parseDigitalRequests } from '@bauta/services/phone/iso-mdoc';
import { type HeldAttestation, present } from '@bauta/services/phone/present';
import { createTestPki, loadTestPki, type TestPki } from '@bauta/services/phone/test-pki';
import { sqliteAccounts } from '@bauta/services/storage/accounts';
import { eraseFromFile } from '@bauta/services/storage/erase-from-file';
import { sqliteGrants } from '@bauta/services/storage/grants';
import { Tagged } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSoftwarePasskey, type SoftwarePasskey } from '../flow/software-passkey.ts';
import { KEPT } from '../papers/kept/index.ts';
import { post, proveFor, registrationChallengeOf } from '../rooms/person.ts';
import { fakeProvider } from '../unit/oidc/fake-provider.ts';
import { type EvidenceHouse, openEvidenceHouse } from './evidence-house.ts';
import { occursIn } from './haystack.ts';

const PORT_BASE = 24_740;
const PID = 'eu.europa.ec.eudi.pid.1';
const DAY = 86_400;

/** What providers and documents say of a person. The dates differ, so that a find says where it is from. */
const TEXTS = {
  'birth date of the document': '1987-06-05',
  'birth date at the bank': '1979-03-28',
  'subject at the bank': 'sub-canary-4711-0815',
  'name at the bank': 'Camille Canari-Serin',
  'address at the bank': 'camille@canary.example',
};

let house: EvidenceHouse;
let pki: TestPki;
/** Runs of 16 bytes, by what they are of. */
const canaries = new Map<string, Uint8Array[]>();
/** A document like the others, of another person and issuer: what stands in it too tells nothing. */
let stranger: Buffer;
/** Nonces that wallets made up. A request that they ask for has to hold theirs. */
const walletNonces: Uint8Array[] = [];
/** What the attester answered: where, and the body. */
const answers: { readonly path: string; readonly body: Uint8Array }[] = [];

/** How many runs of a value are looked for, at even distances. */
const RUNS = 8;

function keep(name: string, ...values: Uint8Array[]): void {
  const runs = values.flatMap((value) => {
    const all = Array.from({ length: Math.floor(value.length / 16) }, (_, i) => value.slice(16 * i, 16 * i + 16));
    const own = all.filter((run) => !stranger?.includes(Buffer.from(run)));
    return own.filter((_, i) => i % Math.ceil(own.length / RUNS) === 0);
  });
  canaries.set(name, [...(canaries.get(name) ?? []), ...runs]);
}

/** Files away what reached the attester, and what left it. */
async function watch(request: Request, response: Response): Promise<void> {
  const { origin, pathname } = new URL(request.url);
  if (origin !== house?.origins.attester) return;
  const isEvidence = pathname.startsWith('/evidence/');
  answers.push({
    path: pathname,
    body: concat(writeUtf8(JSON.stringify([...response.headers])), new Uint8Array(await response.arrayBuffer())),
  });
  if (!isEvidence || request.method !== 'POST') return;
  const body = await request.text();
  if (/\/request\//.test(pathname)) {
    walletNonces.push(writeUtf8(new URLSearchParams(body).get('wallet_nonce') ?? ''));
  } else if (/\/answer\//.test(pathname)) {
    const form = new URLSearchParams(body);
    // The head of an encrypted answer names the key and the nonce of the question.
    const sealed = (form.get('response') ?? '').split('.').slice(3).join('');
    keep(
      'what was posted',
      Buffer.from(sealed || JSON.parse(form.get('vp_token') ?? '{}').proof_of_age[0], 'base64url'),
    );
  } else if (/\/digital$/.test(pathname)) {
    const { response } = JSON.parse(body).answer.data as { response: string };
    keep(
      'what the browser brought',
      writeUtf8(
        response
          .split('.')
          .slice(response.includes('.') ? 3 : 0)
          .join(''),
      ),
    );
  }
}

/** What the bank says: its id_token is signed, and each part of it is looked for. */
function hear(text: string): void {
  for (const [, part = ''] of text.matchAll(/"id_token":"([^"]+)"/g)) {
    keep(
      'id_token',
      ...part
        .split('.')
        .slice(1)
        .map((one) => Buffer.from(one, 'base64url')),
    );
  }
}

/** A document with a canary in every field: all of its bytes, the device's key and the certificate's are looked for. */
async function hold(options: Partial<IssueOptions> = {}, issuer = pki): Promise<HeldAttestation> {
  const keys = await createDeviceKeys();
  const attestation = await issue(issuer.attestationProvider, {
    now: house.clock.now(),
    deviceKey: keys.publicKey,
    ...options,
  });
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  keep('device key', point.slice(1, 33), point.slice(33));
  keep('elements', encodeCbor([...attestation.nameSpaces.values()]));
  keep('signed part', encodeCbor(attestation.issuerAuth));
  keep('certificate', issuer.attestationProvider.certificate);
  keep('hash of the signed part', sha256(attestation.issuerAuth[2] as Bytes));
  return { attestation, deviceKey: keys.privateKey };
}

/** All bytes of two documents that nobody here holds. */
async function documentOfStranger(): Promise<Buffer> {
  const issuer = await createTestPki(house.clock.now());
  const { publicKey: deviceKey } = await createDeviceKeys();
  const types = [
    {},
    { docType: PID, nameSpace: PID, elements: [['birth_date', new Tagged(1004, '1950-01-01')]] as const },
  ];
  const documents = await Promise.all(
    types.map((type) => issue(issuer.attestationProvider, { now: house.clock.now(), deviceKey, ...type })),
  );
  return Buffer.concat([
    issuer.attestationProvider.certificate,
    ...documents.flatMap(({ nameSpaces, issuerAuth }) => [
      encodeCbor([...nameSpaces.values()]),
      encodeCbor(issuerAuth),
    ]),
  ]);
}

const sha256 = (bytes: Uint8Array): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());

const holdPid = (): Promise<HeldAttestation> => {
  const elements = [['birth_date', new Tagged(1004, TEXTS['birth date of the document'])]] as const;
  return hold({ docType: PID, nameSpace: PID, elements }, house.pidPki);
};

const walletWith = (docType: string, held: HeldAttestation): Hold => {
  return async (query) => (query.docType === docType ? held : undefined);
};

interface Begun {
  readonly session: string;
  readonly request: string;
  readonly here: string;
  readonly digital: { readonly protocol: string; readonly data: never }[];
}

async function begin(method: string): Promise<Begun> {
  const { status, answer } = await post(house, `${house.origins.attester}/evidence/${method}`, {});
  expect([method, status]).toEqual([method, 201]);
  return answer;
}

async function bring(method: string, { session }: Begun, answer: unknown): Promise<void> {
  const { status } = await post(house, `${house.origins.attester}/evidence/${method}/digital`, { session, answer });
  expect([method, status]).toEqual([method, 200]);
}

const AGES_TYPE = 'eu.europa.ec.av.1';
let terms: { readonly authorities: readonly Bytes[]; readonly now: number };

/** Shows evidence by each way there is. @returns the code of a browser that came back. */
const WAYS: Readonly<Record<string, readonly [method: string, show: (begun: Begun) => Promise<string | undefined>]>> = {
  'a link to an age app': [
    'eu-wallet',
    async ({ request }) => void (await present(request, await hold(), house.fetch)),
  ],
  'an age app, through the browser': [
    'eu-wallet',
    async (begun) => {
      const question = parseDigitalRequests(begun.digital);
      await bring('eu-wallet', begun, await answerIsoMdoc(question, await hold(), house.origins.wallet));
      return undefined;
    },
  ],
  'a link to an EUDI wallet on this device': [
    'eudi-wallet',
    async ({ here }) => {
      const { redirectUri } = await presentHaip(here, walletWith(AGES_TYPE, await hold()), terms, house.fetch);
      return redirectUri?.split('#returned=')[1];
    },
  ],
  'an EUDI wallet, through the browser': [
    'eudi-wallet',
    async (begun) => {
      const held = walletWith(AGES_TYPE, await hold());
      const [first] = begun.digital;
      await bring('eudi-wallet', begun, await answerSignedRequest(first?.data, house.origins.wallet, held, terms));
      return undefined;
    },
  ],
  'person identification data, by a link': [
    'eudi-wallet',
    async ({ request }) => void (await presentHaip(request, walletWith(PID, await holdPid()), terms, house.fetch)),
  ],
  'person identification data, through the browser': [
    'eudi-wallet',
    async (begun) => {
      const held = walletWith(PID, await holdPid());
      const [first] = begun.digital;
      await bring('eudi-wallet', begun, await answerSignedRequest(first?.data, house.origins.wallet, held, terms));
      return undefined;
    },
  ],
  'a login at a bank': [
    'oidc-bank',
    async ({ here }) => {
      const back = await house.fetch(`${house.origins.attester}/evidence/oidc-bank/return?${provider.agree(here)}`);
      return back.headers.get('location')?.split('#returned=')[1];
    },
  ],
};

const provider = fakeProvider({
  claims: {
    sub: TEXTS['subject at the bank'],
    birthdate: TEXTS['birth date at the bank'],
    name: TEXTS['name at the bank'],
    email: TEXTS['address at the bank'],
  },
});

/** Every byte of the attester's store: the file, its write-ahead log, and what stands beside. */
function onDisk(): Uint8Array {
  const files = readdirSync(house.folder).filter((name) => name.startsWith('attester.db'));
  expect(files.length).toBeGreaterThan(0);
  return concat(...files.map((name) => readFileSync(join(house.folder, name))));
}

/** The kinds of canaries that occur. */
function found(haystack: Uint8Array, allowed: readonly Uint8Array[] = []): string[] {
  const text = Buffer.from(haystack).toString('latin1');
  const spelled = Object.entries(TEXTS).filter(([, value]) => {
    // Too short for a search by bytes: as it is written, and in base64 as JSON would carry it.
    return text.includes(value) || (value.length >= 12 && occursIn(haystack, writeUtf8(value)));
  });
  const kept = [...canaries].filter(([, runs]) => runs.some((run) => occursIn(haystack, run)));
  const nonces = walletNonces.filter((nonce) => !allowed.includes(nonce) && occursIn(haystack, nonce));
  return [...spelled.map(([name]) => name), ...kept.map(([name]) => name), ...nonces.map(() => 'nonce of the wallet')];
}

interface SessionRow {
  readonly value: string;
  readonly until: number;
}

/** What stands in a table now. */
function rowsOf<T = Record<string, unknown>>(table: string): T[] {
  const database = openSqlite(join(house.folder, 'attester.db'));
  try {
    return database.prepare(`SELECT * FROM ${table}`).all() as T[];
  } finally {
    database.close();
  }
}

/** What a room does whenever it destroys a key: the write-ahead log holds deleted rows until then. */
function emptyLog(): void {
  const database = openSqlite(join(house.folder, 'attester.db'));
  eraseFromFile(database)();
  database.close();
}

/** Names of the members of a record, those of its parts after a dot. */
function membersOf(value: unknown, before = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [before];
  return Object.entries(value).flatMap(([name, inner]) => membersOf(inner, before === '' ? name : `${before}.${name}`));
}

/** Question and outcome as they are filed: `kept` is JSON once more. */
function filed(): string[] {
  const members = rowsOf<SessionRow>('sessions').flatMap(({ value }) => {
    const { kept, ...rest } = JSON.parse(value) as { kept?: string };
    return [...membersOf(rest), ...(kept === undefined ? [] : membersOf(JSON.parse(kept), 'kept'))];
  });
  return [...new Set(members)].sort();
}

beforeAll(async () => {
  house = await openEvidenceHouse({ provider, watch, hear, env: { PORT_BASE: String(PORT_BASE) } });
  pki = await loadTestPki(house.folder, house.clock.now());
  stranger = await documentOfStranger();
  terms = {
    authorities: [(await loadTestAccess(house.folder, house.clock.now())).authority],
    now: house.clock.now(),
  };
}, 300_000);
afterAll(() => house?.close());

const passkeys: SoftwarePasskey[] = [];

describe('evidence at the attester', () => {
  it.each(Object.keys(WAYS))('leaves nothing but its outcome: %s', { timeout: 120_000 }, async (name) => {
    const [method, show] = WAYS[name] as (typeof WAYS)[string];
    const begun = await begin(method);
    expect(found(onDisk())).toEqual([]);
    const code = await show(begun);
    // While the outcome waits for a passkey, and when it has one.
    expect(found(onDisk())).toEqual([]);
    const { attester, wallet } = house.origins;
    const result = await post(house, `${attester}/evidence/result`, {
      session: begun.session,
      ...(code === undefined ? {} : { code }),
    });
    expect(result.answer).toMatchObject({ state: 'proved', thresholds: [18] });
    expect(Object.keys(result.answer).sort()).toEqual(['expires', 'state', 'thresholds']);
    const passkey = createSoftwarePasskey(wallet);
    const registration = passkey.register(registrationChallengeOf(begun.session));
    const { status } = await post(house, `${attester}/accounts`, { session: begun.session, registration });
    expect(status).toBe(201);
    passkeys.push(passkey);
    expect(found(onDisk())).toEqual([]);
  });

  it('was looked for: there is something of each kind, and the search finds what is there', () => {
    expect([...canaries].filter(([, runs]) => runs.length < 2)).toEqual([]);
    expect([...canaries.keys()].sort()).toEqual([
      'certificate',
      'device key',
      'elements',
      'hash of the signed part',
      'id_token',
      'signed part',
      'what the browser brought',
      'what was posted',
    ]);
    expect(walletNonces.length).toBeGreaterThanOrEqual(2);
    const [once] = rowsOf<{ once: Uint8Array }>('evidence');
    expect(occursIn(onDisk(), once?.once as Uint8Array)).toBe(true);
    for (const [name, runs] of canaries) {
      const hidden = Buffer.from(concat(writeUtf8('something before'), runs.at(-1) as Uint8Array)).toString(
        'base64url',
      );
      expect([name, found(writeUtf8(hidden)).includes(name)]).toEqual([name, true]);
    }
  });

  it('is in no line of the log and in no answer, but for the nonce that a wallet wants to find in its request', () => {
    expect(house.logs.get('attester')?.length).toBeGreaterThan(0);
    expect(found(writeUtf8((house.logs.get('attester') ?? []).join('')))).toEqual([]);
    expect(answers.length).toBeGreaterThan(20);
    for (const { path, body } of answers) {
      const allowed = path.includes('/request/') ? walletNonces : [];
      expect([path, found(body, allowed)]).toEqual([path, []]);
    }
  });

  it('leaves records with the members that the table names, and no others', async () => {
    for (const method of ['eu-wallet', 'eudi-wallet', 'oidc-bank']) await begin(method);
    const [first] = [await begin('eu-wallet')];
    await present(first.request, await hold(), house.fetch);
    const named = KEPT.flatMap(({ members = [] }) => members);
    expect(filed().filter((member) => !named.includes(member))).toEqual([]);
    expect(filed()).toContain('kept.presentation.presentationNonce');
    for (const { until } of rowsOf<SessionRow>('sessions')) {
      expect(until - house.clock.now()).toBeLessThanOrEqual(900);
    }
  });
});

describe('what the attester keeps', () => {
  it('is gone from its tables when its time is over, and from the file', { timeout: 120_000 }, async () => {
    const written = rowsOf<SessionRow>('sessions').map(({ value }) => value);
    expect(written.length).toBeGreaterThan(4);
    const chance = written.flatMap((value) => [...value.matchAll(/[\w-]{43}/g)].map(([text]) => writeUtf8(text)));
    const left = (): number => {
      const disk = onDisk();
      return chance.filter((value) => occursIn(disk, value)).length;
    };
    expect([chance.length > 10, left()]).toEqual([true, chance.length]);
    await house.reopen();
    expect(rowsOf('sessions').length).toBe(written.length);
    await house.jump(house.clock.now() + 301);
    await house.reopen();
    await expect.poll(() => filed().filter((member) => member.startsWith('kept'))).toEqual([]);
    expect(rowsOf('sessions').length).toBeGreaterThan(0);
    await house.jump(house.clock.now() + 600);
    await house.reopen();
    await expect.poll(() => rowsOf('sessions').length).toBe(0);
    emptyLog();
    expect(left()).toBe(0);
  });

  it('of an account that is erased is the hash of its evidence, which leads to nothing', async () => {
    const [passkey] = passkeys as [SoftwarePasskey];
    const before = { accounts: rowsOf('accounts').length, evidence: rowsOf('evidence').length };
    await eraseAccount(nameOf(house.origins.attester), await proveFor(house, passkey, 'erase'), house.fetch);
    emptyLog();
    expect(rowsOf('accounts').length).toBe(before.accounts - 1);
    expect(rowsOf('evidence').length).toBe(before.evidence);
    expect(occursIn(onDisk(), passkey.credentialId)).toBe(false);
    const accounts = rowsOf<{ id: Uint8Array }>('accounts').map(({ id }) => Buffer.from(id).toString('hex'));
    const orphans = rowsOf<{ account: Uint8Array }>('evidence').filter(
      ({ account }) => !accounts.includes(Buffer.from(account).toString('hex')),
    );
    expect(orphans.length).toBe(1);
  });

  it('of anybody is gone when the evidence is too old', async () => {
    const rest = passkeys.slice(1).map(({ credentialId }) => credentialId);
    const hashes = rowsOf<{ once: Uint8Array }>('evidence').map(({ once }) => once);
    const before = onDisk();
    expect([...rest, ...hashes].filter((value) => !occursIn(before, value))).toEqual([]);
    await house.stop();
    // The stores alone: a room that starts three months later would have to make its keys first.
    const store = openSqlite(join(house.folder, 'attester.db'));
    eraseFromFile(store);
    const later = house.clock.now() + 91 * DAY;
    sqliteAccounts(store, { now: () => later, random: () => new Uint8Array(16) });
    sqliteGrants(store, { now: () => later });
    const tables = ['accounts', 'passkeys', 'evidence', 'grants', 'sessions'];
    await expect.poll(() => tables.map((table) => rowsOf(table).length)).toEqual([0, 0, 0, 0, 0]);
    store.close();
    emptyLog();
    const disk = onDisk();
    expect([...rest, ...hashes].filter((value) => occursIn(disk, value))).toEqual([]);
  });
});
