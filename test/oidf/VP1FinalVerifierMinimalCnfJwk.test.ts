import { describe, expect, it } from 'vitest';
import { asEncodedItem, asMap, decodeCbor, encodeCbor } from '../../sdk/eu-wallet/cbor.ts';
import { embed } from '../../services/phone/cbor.ts';
import { sign1 } from '../../services/phone/cose.ts';
import { presentHaip } from '../../services/phone/eudi/present-haip.ts';
import { type HeldAttestation, present } from '../../services/phone/present.ts';
import { createVerifier, hold, pki, requestTerms, walletWith } from './verifier.ts';

/** The same document with these entries more in its device key, signed by its provider. */
async function withKeyEntries(
  held: HeldAttestation,
  more: readonly (readonly [number, unknown])[],
): Promise<HeldAttestation> {
  const [, unprotected, payload] = held.attestation.issuerAuth;
  const mso = asMap(decodeCbor(asEncodedItem(decodeCbor(payload as Uint8Array)).content));
  const key = asMap(asMap(mso.get('deviceKeyInfo')).get('deviceKey'));
  for (const [label, value] of more) key.set(label, value);
  const issuerAuth = await sign1(pki.attestationProvider.privateKey, encodeCbor(embed(mso)), { unprotected });
  return { attestation: { ...held.attestation, issuerAuth }, deviceKey: held.deviceKey };
}

const KEY_ID = 2;
const ALGORITHM = 3;
const OPERATIONS = 4;

// The module oid4vp-1final-verifier-minimal-cnf-jwk is for SD-JWT VC alone: the holder's JWK has only what its key type
// needs. An mdoc has a COSE_Key in the place of the JWK: what is optional there may be missing, and may stand.
describe('oid4vp-1final-verifier-minimal-cnf-jwk', () => {
  it.each([
    ['nothing but the key', []],
    [
      'a key id, an algorithm and operations',
      [
        [KEY_ID, Uint8Array.of(1)],
        [ALGORITHM, -7],
        [OPERATIONS, [2]],
      ],
    ],
  ] as const)('takes a device key with %s', async (_, more) => {
    const verifier = createVerifier();
    const { request, session } = await verifier.begin('eudi-wallet');
    const held = await withKeyEntries(await hold(), more);
    await presentHaip(request as string, walletWith({ 'eu.europa.ec.av.1': held }), requestTerms, verifier.fetch);
    expect(await verifier.result(session)).toMatchObject({ state: 'proved' });
  });

  it('takes it from an age verification app too (profile av)', async () => {
    const verifier = createVerifier();
    const { request, session } = await verifier.begin('eu-wallet');
    await present(request as string, await withKeyEntries(await hold(), []), verifier.fetch);
    expect(await verifier.result(session)).toMatchObject({ state: 'proved' });
  });
});
