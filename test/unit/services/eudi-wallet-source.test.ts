import type { TrustedList } from '@bauta/sdk/eu-wallet';
import { readAccessCertificate } from '@bauta/sdk/eu-wallet/haip';
import { AgeError, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { eudiWalletSource } from '../../../services/attester/eudi-wallet-source.ts';
import type { DigitalRequest, EvidenceSource } from '../../../services/attester/evidence-source.ts';
import { openEudiWallet } from '../../../services/attester/open-eudi-wallet.ts';
import {
  answerRequest,
  answerSignedRequest,
  type Hold,
  transcriptOf,
} from '../../../services/phone/eudi/answer-request.ts';
import { openRequestObject } from '../../../services/phone/eudi/request-object.ts';
import { createTestAccess } from '../../../services/phone/eudi/test-access.ts';
import { loadConfig } from '../../../services/settings/config.ts';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { parseFlags } from '../../../services/settings/flags.ts';
import {
  access,
  adult,
  hold,
  holdPid,
  NOW,
  PID,
  pepper,
  pidPki,
  pidTrustedList,
  pki,
  random,
  requestTerms,
  testAccess,
  trustedList,
  walletWith,
} from '../../oidf/verifier.ts';
import { outcomeOf } from '../eu-wallet/figures.ts';

const given = { access, trustedList: () => trustedList, thresholds: [16, 18, 21], pepper, randomBytes: random };
const pid = { trustedList: () => pidTrustedList };
const DAY = 86_400;
const source = eudiWalletSource(given);
const withPid = eudiWalletSource({ ...given, pid });
const place = {
  handle: 'h'.repeat(43),
  answerUrl: 'https://attester.example/evidence/eudi-wallet/answer/h',
  requestUrl: 'https://attester.example/evidence/eudi-wallet/request/h',
  returnUrl: 'https://attester.example/evidence/eudi-wallet/return',
  pageOrigin: 'https://wallet.example',
};
const away = (): TrustedList => {
  throw new AgeError('ERR_NOT_READY');
};

async function ask(of: EvidenceSource) {
  const { kept } = await of.begin('elsewhere', place, NOW);
  return { kept, request: await openRequestObject((await of.readRequest?.(kept, undefined)) as string, requestTerms) };
}

async function answerOf(of: EvidenceSource, held: Hold) {
  const { kept, request } = await ask(of);
  const response = await answerRequest(request, await transcriptOf(request), held);
  return { kept, body: writeUtf8(String(new URLSearchParams({ response }))) };
}

async function judge(of: EvidenceSource, held: Hold) {
  const { kept, body } = await answerOf(of, held);
  await of.checkForm(body, kept);
  return of.complete(body, kept, NOW);
}

describe('the EUDI wallet source', () => {
  it('comes down to ages, an end and a hash that knows the document again', async () => {
    const [one, two, third] = await Promise.all([
      judge(source, adult),
      judge(source, adult),
      judge(source, walletWith({ 'eu.europa.ec.av.1': await hold() })),
    ]);
    expect(one.thresholds).toEqual([16, 18]);
    expect(one.once).toHaveLength(32);
    expect(one.once).toEqual(two.once);
    expect(one.once).not.toEqual(third.once);
  });

  it.each([
    ['2000-02-29', [16, 18, 21]],
    ['2005-11-18', [16, 18]],
    ['2008-11-18', [16]],
  ])('makes ages of a date of birth (%s) and lets it go', async (birthDate, thresholds) => {
    const shown = await judge(withPid, walletWith({ [PID]: await holdPid(birthDate) }));
    expect(shown.thresholds).toEqual(thresholds);
    expect(Object.keys(shown).sort()).toEqual(['expires', 'once', 'thresholds']);
  });

  it.each([
    ['a document that is good for years', 4 * 365, 90],
    ['one that is over before', 30, 30],
  ])('lets %s stand for 90 days at most', async (_, good, days) => {
    const validity = { signed: NOW, validFrom: NOW, validUntil: NOW + good * DAY };
    for (const held of [
      walletWith({ [PID]: await holdPid('2000-02-29', { validity }) }),
      walletWith({ 'eu.europa.ec.av.1': await hold({ validity }) }),
    ]) {
      expect((await judge(withPid, held)).expires).toBe(NOW + days * DAY);
    }
  });

  it.each<[string, () => Promise<Hold>, string]>([
    [
      'a date of birth too late for any age',
      async () => walletWith({ [PID]: await holdPid('2012-01-01') }),
      'ERR_MDOC_AGE',
    ],
    ['a date of birth ahead', async () => walletWith({ [PID]: await holdPid('2031-01-01') }), 'ERR_MDOC_MALFORMED'],
    [
      'an issuer of proofs of age as one of person identification data',
      async () =>
        walletWith({ [PID]: await hold({ docType: PID, nameSpace: PID, elements: [['birth_date', '2000-01-01']] }) }),
      'ERR_MDOC_ISSUER_UNLISTED',
    ],
    [
      'an issuer of person identification data as one of proofs of age',
      async () => walletWith({ 'eu.europa.ec.av.1': await hold({}, pidPki) }),
      'ERR_MDOC_ISSUER_UNLISTED',
    ],
    [
      'more than the date of birth',
      async () =>
        walletWith({
          [PID]: await holdPid('2000-01-01', {
            elements: [
              ['birth_date', '2000-01-01'],
              ['family_name', 'x'],
            ],
          }),
        }),
      'ERR_MDOC_AGE',
    ],
    [
      'an age that is not reached',
      async () => walletWith({ 'eu.europa.ec.av.1': await hold({ elements: [['age_over_18', false]] }) }),
      'ERR_MDOC_AGE',
    ],
  ])('refuses %s', async (_, make, code) => {
    const held = await make();
    expect(await outcomeOf(() => judge(withPid, held))).toBe(code);
  });

  it('asks for no date of birth unless the operator lets it in, and takes none', async () => {
    const { request, kept } = await ask(source);
    expect(request.queries.map(({ id }) => id)).toEqual(['proof_of_age']);
    const asked = await ask(withPid);
    const sneaked = { ...request, queries: asked.request.queries };
    const held = walletWith({ [PID]: await holdPid('2000-01-01') });
    const response = await answerRequest(sneaked, await transcriptOf(request), held);
    const body = writeUtf8(String(new URLSearchParams({ response })));
    expect(await outcomeOf(() => source.checkForm(body, kept))).toBe('ERR_MDOC_MALFORMED');
    expect(await outcomeOf(() => source.complete(body, kept, NOW))).toBe('ERR_MDOC_MALFORMED');
  });

  it('lets no stray post through its first look', async () => {
    const { kept } = await ask(source);
    const stray = await answerOf(source, adult);
    expect(await outcomeOf(() => source.checkForm(stray.body, kept))).toBe('ERR_EVIDENCE_SESSION');
    const error = writeUtf8('error=access_denied&state=guessed');
    expect(await outcomeOf(() => source.checkForm(error, kept))).toBe('ERR_EVIDENCE_SESSION');
    expect(await outcomeOf(() => source.checkForm(Uint8Array.of(0xff), kept))).toBe('ERR_MDOC_MALFORMED');
  });

  it('takes an error of the wallet as the end of the question', async () => {
    const { kept, request } = await ask(source);
    const { state } = request.audience as { state: string };
    const body = writeUtf8(`error=access_denied&state=${state}`);
    expect(await outcomeOf(() => source.checkForm(body, kept))).toBe('accepted');
    expect(await outcomeOf(() => source.complete(body, kept, NOW))).toBe('ERR_MDOC_STATUS');
  });

  it('binds an answer through the browser to the origin of the page', async () => {
    const { kept, request } = await source.begin('digital', place, NOW);
    const [first] = request as readonly DigitalRequest[];
    expect(first?.protocol).toBe('openid4vp-v1-signed');
    const answer = await answerSignedRequest(first?.data, place.pageOrigin, adult, requestTerms);
    const body = writeUtf8(JSON.stringify(answer));
    expect((await source.complete(body, kept, NOW)).thresholds).toEqual([16, 18]);
    const moved = kept.replace(place.pageOrigin, 'https://relay.example');
    expect(await outcomeOf(() => source.complete(body, moved, NOW))).toBe('ERR_MDOC_DEVICE_SIGNATURE');
  });

  it('asks nobody while it cannot judge, or is not known', async () => {
    const begin = (of: EvidenceSource, now = NOW) => outcomeOf(() => of.begin('elsewhere', place, now));
    expect(await begin(source)).toBe('accepted');
    expect(await begin(eudiWalletSource({ ...given, trustedList: away }))).toBe('ERR_NOT_READY');
    expect(await begin(eudiWalletSource({ ...given, pid: { trustedList: away } }))).toBe('ERR_NOT_READY');
    expect(await begin(source, access.notAfter + 1)).toBe('ERR_NOT_READY');
    expect(await begin(source, access.notBefore - 1)).toBe('ERR_NOT_READY');
  });
});

describe('the settings of EUDI wallets', () => {
  const HEX = 'ab'.repeat(32);
  const FILES: Readonly<Record<string, string>> = { '/chain.pem': testAccess.chain, '/key.pem': testAccess.key };
  const files = { read: (path: string) => FILES[path]?.trim() ?? HEX, readOrMake: () => HEX };
  const load = (env: Readonly<Record<string, string>>) =>
    loadConfig(env, parseFlags(['attester']), files).of('attester');
  const open = (env: Readonly<Record<string, string>>, production = false) =>
    openEudiWallet({
      config: { ...load(env), production },
      readFile: (path) =>
        FILES[path] ??
        (() => {
          throw new Error('no file');
        })(),
    });
  const GOOD = { EUDI_ACCESS_CERTIFICATE: testAccess.chain, EUDI_ACCESS_KEY: testAccess.key };
  const faultOf = async (attempt: () => unknown): Promise<string> => {
    try {
      await attempt();
      return 'none';
    } catch (error) {
      if (!(error instanceof ConfigFault)) throw error;
      return error.lines.join('\n');
    }
  };

  it('are none by default, and then there is no such way', async () => {
    expect(await open({})).toBeUndefined();
  });

  it('may be text, as on Workers, or files', async () => {
    const { clientId } = await readAccessCertificate(testAccess.chain, testAccess.key);
    const inFiles = { EUDI_ACCESS_CERTIFICATE: '/chain.pem', EUDI_ACCESS_KEY_FILE: '/key.pem' };
    for (const env of [GOOD, inFiles]) expect(await open(env)).toMatchObject({ access: { clientId } });
    expect((await open(GOOD))?.pid).toBeUndefined();
    expect((await open({ ...GOOD, PID_TRUSTED_LIST: pki.trustedList }))?.pid?.trustedList().certificates).toHaveLength(
      1,
    );
  });

  it('do not print the key', () => {
    expect(JSON.stringify(load(GOOD))).not.toContain(testAccess.key.slice(40, 80));
    expect(String(load(GOOD).eudiAccessKey)).toBe('[secret]');
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a certificate alone',
      () => load({ EUDI_ACCESS_CERTIFICATE: testAccess.chain }),
      /EUDI_ACCESS_KEY: must be set beside/,
    ],
    ['a key alone', () => load({ EUDI_ACCESS_KEY: testAccess.key }), /EUDI_ACCESS_CERTIFICATE: must be set beside/],
    [
      'a key of another form',
      () => load({ ...GOOD, EUDI_ACCESS_KEY: '{"kty":"EC"}' }),
      /EUDI_ACCESS_KEY: must be an EC/,
    ],
    ['a list of issuers alone', () => open({ PID_TRUSTED_LIST: pki.trustedList }), /PID_TRUSTED_LIST: stands without/],
    ['a file that is not there', () => open({ ...GOOD, EUDI_ACCESS_CERTIFICATE: '/no.pem' }), /cannot be read/],
    ['a certificate for demonstration in production', () => open(GOOD, true), /is for demonstration/],
    [
      'a key of another certificate',
      async () => open({ ...GOOD, EUDI_ACCESS_KEY: (await createTestAccess(NOW)).key }),
      /EUDI_ACCESS_CERTIFICATE: the access key is not/,
    ],
  ])('refuse %s', async (_, attempt, why) => {
    const fault = await faultOf(attempt);
    expect(fault).toMatch(why);
    expect(fault).not.toContain(testAccess.key.slice(40, 80));
  });
});
