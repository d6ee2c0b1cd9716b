import { checkIsoMdocAnswer, LONGFELLOW_V6 } from '@bauta/sdk/eu-wallet';
import { AgeError, formatHex, parseHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { type AnyResponseTerms, checkAnyResponse } from '../../../sdk/eu-wallet/any-response.ts';
import { parseCertificate } from '../../../sdk/eu-wallet/certificate.ts';
import { decodeResponse } from '../../../sdk/eu-wallet/device-response.ts';
import { isoMdocTranscript } from '../../../sdk/eu-wallet/session-transcript.ts';
import { readZkResponse } from '../../../sdk/eu-wallet/zk/zk-document.ts';
import { PROOF_OF_AGE } from '../../../services/phone/attestation.ts';
import { dateTime, embed, encodeCbor } from '../../../services/phone/cbor.ts';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { digital, listOf, outcomeOf, withOneByteChanged } from './figures.ts';
import { DAY, NOW, pki, show, trustedList } from './holder.ts';
import { ask, ORIGIN, respond, sealTo } from './sealing.ts';
import { ONE_ATTRIBUTE, PROOF, showZk, TWO_ATTRIBUTES, verifierSaying, type ZkShow } from './zk-holder.ts';

const sessionTranscript = Uint8Array.of(0x83, 0xf6, 0xf6, 0xf6);
const termsWith = (verdict: unknown, more: Partial<AnyResponseTerms> = {}) => {
  const { verifier, asked } = verifierSaying(verdict);
  const terms: AnyResponseTerms = {
    sessionTranscript,
    trustedList,
    now: NOW,
    threshold: 18,
    offered: LONGFELLOW_V6,
    zk: { verifier },
    ...more,
  };
  return { terms, asked };
};
const shown = (items: readonly [string, unknown][], nameSpace = PROOF_OF_AGE) =>
  new Map([
    [
      nameSpace,
      items.map(
        ([elementIdentifier, elementValue]) =>
          new Map<string, unknown>([
            ['elementIdentifier', elementIdentifier],
            ['elementValue', elementValue],
          ]),
      ),
    ],
  ]);
const otherPki = await createTestPki(NOW);
const { certificate } = pki.attestationProvider;

describe('a zero-knowledge proof of age', () => {
  it('is accepted when its verifier says so, and has neither an end nor bytes that come again', async () => {
    const { terms } = termsWith(true);
    expect(await checkAnyResponse(showZk(), terms)).toEqual({ thresholds: [18] });
  });

  it('is put before its verifier with all that it is said to prove', async () => {
    const { terms, asked } = termsWith(true);
    const deviceResponse = showZk();
    await checkAnyResponse(deviceResponse, terms);
    expect(asked).toEqual([
      {
        spec: ONE_ATTRIBUTE,
        proof: PROOF,
        sessionTranscript,
        docType: PROOF_OF_AGE,
        nameSpace: PROOF_OF_AGE,
        items: [{ identifier: 'age_over_18', value: true }],
        timestamp: NOW,
        issuerKey: parseCertificate(certificate).publicKey?.point,
        deviceResponse,
      },
    ]);
  });

  it.each([[false], [undefined], [null], [1], ['true'], [{}]])(
    'is refused when its verifier says %j',
    async (verdict) => {
      const { terms } = termsWith(verdict);
      expect(await outcomeOf(() => checkAnyResponse(showZk(), terms))).toBe('ERR_MDOC_ZK_PROOF');
    },
  );

  it('is not decided when nobody can verify it', async () => {
    const verify = () => Promise.reject(new AgeError('ERR_NOT_READY'));
    const { terms } = termsWith(true, { zk: { verifier: { verify } } });
    expect(await outcomeOf(() => checkAnyResponse(showZk(), terms))).toBe('ERR_NOT_READY');
  });

  const set = (name: string, value: unknown): ZkShow => ({ data: (data) => data.set(name, value) });
  const put = (name: string, value: unknown): ZkShow => ({ response: (response) => response.set(name, value) });
  const inDocument = (change: (document: Map<string, unknown>) => void): ZkShow => ({
    response: (response) => change((response.get('zkDocuments') as [Map<string, unknown>])[0]),
  });
  it.each<[string, string, ZkShow, Partial<AnyResponseTerms>?]>([
    ['no verifier is there', 'ERR_MDOC_ZK_SYSTEM', {}, { zk: undefined as never }],
    ['nothing was offered', 'ERR_MDOC_ZK_SYSTEM', {}, { offered: [] }],
    ['its system was not offered', 'ERR_MDOC_ZK_SYSTEM', {}, { offered: [TWO_ATTRIBUTES] }],
    ['its system is no name of ours', 'ERR_MDOC_ZK_SYSTEM', set('zkSystemId', ONE_ATTRIBUTE.circuitHash)],
    [
      'its circuit counts no more',
      'ERR_MDOC_ZK_SYSTEM',
      {},
      {
        zk: { ...verifierSaying(true), acceptedCircuits: new Set([TWO_ATTRIBUTES.circuitHash]) },
      },
    ],
    [
      'a circuit was offered that is in no set',
      'ERR_MDOC_ZK_SYSTEM',
      {},
      {
        offered: [{ ...ONE_ATTRIBUTE, circuitHash: '0'.repeat(64) }],
      },
    ],
    ['its circuit is for two elements', 'ERR_MDOC_ZK_SYSTEM', set('zkSystemId', TWO_ATTRIBUTES.id)],
    ['its document is of another type', 'ERR_MDOC_TYPE', set('docType', 'org.iso.18013.5.1.mDL')],
    ['age_over_18 is false', 'ERR_MDOC_AGE', set('issuerSigned', shown([['age_over_18', false]]))],
    ['age_over_18 is 1', 'ERR_MDOC_AGE', set('issuerSigned', shown([['age_over_18', 1]]))],
    ['it shows another age', 'ERR_MDOC_AGE', set('issuerSigned', shown([['age_over_16', true]]))],
    [
      'it shows another age as well',
      'ERR_MDOC_AGE',
      set(
        'issuerSigned',
        shown([
          ['age_over_18', true],
          ['age_over_16', true],
        ]),
      ),
    ],
    [
      'it shows its age twice',
      'ERR_MDOC_AGE',
      set(
        'issuerSigned',
        shown([
          ['age_over_18', true],
          ['age_over_18', true],
        ]),
      ),
    ],
    ['it shows nothing', 'ERR_MDOC_AGE', set('issuerSigned', new Map())],
    [
      'its age is of another name space',
      'ERR_MDOC_AGE',
      set('issuerSigned', shown([['age_over_18', true]], 'org.iso.18013.5.1')),
    ],
    [
      'another name space is there too',
      'ERR_MDOC_AGE',
      set('issuerSigned', new Map([...shown([['age_over_18', true]]), ['x', []]])),
    ],
    ['it is for 301 seconds ago', 'ERR_MDOC_VALIDITY', set('timestamp', dateTime(NOW - 301))],
    ['it is for 301 seconds ahead', 'ERR_MDOC_VALIDITY', set('timestamp', dateTime(NOW + 301))],
    [
      'its provider is not listed',
      'ERR_MDOC_ISSUER_UNLISTED',
      set('msoX5chain', otherPki.attestationProvider.certificate),
    ],
    ["its provider's certificate is no certificate", 'ERR_MDOC_MALFORMED', set('msoX5chain', Uint8Array.of(1))],
    ['its chain is empty', 'ERR_MDOC_MALFORMED', set('msoX5chain', [])],
    ['its chain is of one', 'ERR_MDOC_MALFORMED', set('msoX5chain', [certificate])],
    ['its chain is of five', 'ERR_MDOC_MALFORMED', set('msoX5chain', Array(5).fill(certificate))],
    ['its chain ends in text', 'ERR_MDOC_MALFORMED', set('msoX5chain', [certificate, 'x'])],
    ['the device says something itself', 'ERR_MDOC_MALFORMED', set('deviceSigned', new Map([['x', 1]]))],
    ['it has a member more', 'ERR_MDOC_MALFORMED', set('validUntil', dateTime(NOW))],
    ['its time is a day', 'ERR_MDOC_MALFORMED', set('timestamp', '2026-11-18')],
    ['it has no chain', 'ERR_MDOC_MALFORMED', { data: (data) => data.delete('msoX5chain') }],
    ['its status is an error', 'ERR_MDOC_STATUS', put('status', 10)],
    ['its version is unknown', 'ERR_MDOC_MALFORMED', put('version', '2.0')],
    ['there are none', 'ERR_MDOC_MALFORMED', put('zkDocuments', [])],
    ['there is a document in clear as well', 'ERR_MDOC_MALFORMED', put('documents', [])],
    [
      'there are two',
      'ERR_MDOC_MALFORMED',
      { response: (r) => r.set('zkDocuments', [...(r.get('zkDocuments') as []), 0]) },
    ],
    ['its data is not under tag 24', 'ERR_MDOC_MALFORMED', inDocument((d) => d.set('documentData', new Map()))],
    ['its data is no map', 'ERR_MDOC_MALFORMED', inDocument((d) => d.set('documentData', embed(1)))],
    ['its proof is text', 'ERR_MDOC_MALFORMED', inDocument((d) => d.set('proof', 'proof'))],
    ['there is something beside the proof', 'ERR_MDOC_MALFORMED', inDocument((d) => d.set('hint', 1))],
  ])('is refused without a look at the proof when %s', async (_why, code, change, more) => {
    const { terms, asked } = termsWith(true, more);
    expect(await outcomeOf(() => checkAnyResponse(showZk(change), terms))).toBe(code);
    expect(asked).toEqual([]);
  });

  it("is refused after the end of its provider's certificate, though the list still holds it", async () => {
    const later = NOW + 3651 * DAY;
    const { terms, asked } = termsWith(true, { now: later });
    const outcome = await outcomeOf(() => checkAnyResponse(showZk(set('timestamp', dateTime(later))), terms));
    expect([outcome, asked]).toEqual(['ERR_MDOC_VALIDITY', []]);
  });

  it.each<[string, ZkShow]>([
    ['five minutes early', set('timestamp', dateTime(NOW - 300))],
    ['five minutes late', set('timestamp', dateTime(NOW + 300))],
    ['a chain behind its signer', set('msoX5chain', [certificate, otherPki.attestationProvider.certificate])],
    ['nothing of the device', { data: (data) => data.delete('deviceSigned') }],
    ['version 1.1', put('version', '1.1')],
  ])('may have %s', async (_what, change) => {
    const { terms } = termsWith(true);
    expect(await outcomeOf(() => checkAnyResponse(showZk(change), terms))).toBe('accepted');
  });

  it('may have 1,048,576 bytes, and not one more', async () => {
    const ofSize = (length: number) => showZk(inDocument((document) => document.set('proof', new Uint8Array(length))));
    const length = 1_048_576 - ofSize(1_000_000).length + 1_000_000;
    const outcome = (size: number) => outcomeOf(() => checkAnyResponse(ofSize(size), termsWith(true).terms));
    expect([await outcome(length), await outcome(length + 1)]).toEqual(['accepted', 'ERR_MDOC_MALFORMED']);
  });

  it('reaches its verifier with changed public inputs, or not at all, when any one byte is changed', async () => {
    const original = termsWith(true);
    await checkAnyResponse(showZk(), original.terms);
    const { deviceResponse: _, ...said } = original.asked[0] as never as Record<string, unknown>;
    const unnoticed: string[] = [];
    for (const [change, altered] of withOneByteChanged(showZk().slice(0, -2000 - 8))) {
      const whole = Uint8Array.from([...altered, ...showZk().slice(-2000 - 8)]);
      const { terms, asked } = termsWith(true);
      if ((await outcomeOf(() => checkAnyResponse(whole, terms))) !== 'accepted') continue;
      const { deviceResponse: __, ...now } = asked[0] as never as Record<string, unknown>;
      if (JSON.stringify(now) === JSON.stringify(said)) unnoticed.push(change);
    }
    // The version alone says nothing: 1.0 and 1.1 are the same.
    expect(unnoticed).toHaveLength(1);
    const { terms } = termsWith(true);
    expect(await outcomeOf(() => checkAnyResponse(showZk(put('version', '1.1')), terms))).toBe('accepted');
  }, 60_000);

  it('does not keep a proof in clear from being taken, of 16 KB at most', async () => {
    const { terms } = termsWith(false);
    const offered = await ask(LONGFELLOW_V6);
    const transcript = await isoMdocTranscript(offered.kept.encryptionInfo, ORIGIN);
    const deviceResponse = await respond(offered.request);
    const inClear = { ...terms, sessionTranscript: transcript };
    expect(await outcomeOf(() => checkAnyResponse(deviceResponse, inClear))).toBe('accepted');
    const padded = await show({
      issue: {
        elements: [
          ['age_over_18', true],
          ['note', 'x'.repeat(17_000)],
        ],
      },
    });
    expect(await outcomeOf(() => checkAnyResponse(padded, inClear))).toBe('ERR_MDOC_MALFORMED');
  });

  it('comes sealed as any other answer does', async () => {
    const { request, kept } = await ask(LONGFELLOW_V6);
    const { verifier, asked } = verifierSaying(true);
    const terms = { origin: ORIGIN, trustedList, now: NOW, zk: { verifier } };
    const answer = await sealTo(request, showZk());
    expect(await checkIsoMdocAnswer(answer, kept, terms)).toEqual({ thresholds: [18] });
    expect(asked[0]?.sessionTranscript).toEqual(await isoMdocTranscript(kept.encryptionInfo, ORIGIN));
    const { zk: _, ...without } = terms;
    expect(await outcomeOf(() => checkIsoMdocAnswer(answer, kept, without))).toBe('ERR_MDOC_ZK_SYSTEM');
  });
});

describe('the zero-knowledge answer printed in the EU profile (Annex A, A.11), but for its proof', () => {
  const { documentData: printed } = digital.zk;
  const written = new Map<string, unknown>([
    ['zkSystemId', printed.zkSystemId],
    ['docType', printed.docType],
    ['timestamp', dateTime(Date.parse(printed.timestamp) / 1000)],
    [
      'issuerSigned',
      new Map(
        Object.entries(printed.issuerSigned).map(([name, items]) => [
          name,
          items.map((item) => new Map(Object.entries(item))),
        ]),
      ),
    ],
    ['deviceSigned', new Map()],
    ['msoX5chain', Uint8Array.from(Buffer.from(digital.signerCertificate, 'base64'))],
  ]);
  const response = encodeCbor(
    new Map<string, unknown>([
      ['version', '1.0'],
      [
        'zkDocuments',
        [
          new Map<string, unknown>([
            ['documentData', embed(written)],
            ['proof', PROOF],
          ]),
        ],
      ],
      ['status', 0],
    ]),
  );

  it('reads as what is printed', () => {
    const document = readZkResponse(decodeResponse(response));
    expect(document).toMatchObject({ zkSystemId: ONE_ATTRIBUTE.id, docType: PROOF_OF_AGE, timestamp: 1_770_281_099 });
    expect([...document.items]).toEqual([[PROOF_OF_AGE, [{ identifier: 'age_over_18', value: true }]]]);
  });

  it('reaches the verifier at its own time, over the printed transcript', async () => {
    const { terms, asked } = termsWith(true, {
      sessionTranscript: parseHex(digital.zk.sessionTranscript),
      trustedList: listOf(digital.signerCertificate),
      now: 1_770_281_100,
    });
    expect(await checkAnyResponse(response, terms)).toEqual({ thresholds: [18] });
    expect(formatHex(asked[0]?.issuerKey ?? new Uint8Array())).toMatch(/^04[0-9a-f]{128}$/);
  });
});
