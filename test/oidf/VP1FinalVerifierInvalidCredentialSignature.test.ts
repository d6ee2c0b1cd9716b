import { describe, expect, it } from 'vitest';
import { presentHaip } from '../../services/phone/eudi/present-haip.ts';
import { type HeldAttestation, present } from '../../services/phone/present.ts';
import { outcomeOf } from '../unit/eu-wallet/figures.ts';
import { createVerifier, hold, requestTerms, walletWith } from './verifier.ts';

/** The same document, its issuer's signature changed in one bit. */
function corrupt({ attestation, deviceKey }: HeldAttestation): HeldAttestation {
  const [header, unprotected, payload, signature] = attestation.issuerAuth;
  const changed = Uint8Array.from(signature, (byte, i) => (i === 40 ? byte ^ 1 : byte));
  return { attestation: { ...attestation, issuerAuth: [header, unprotected, payload, changed] }, deviceKey };
}

// The module oid4vp-1final-verifier-invalid-credential-signature corrupts the issuer's signature of an SD-JWT VC; this is
// the same for an mdoc. The verifier has to answer 4xx.
describe('oid4vp-1final-verifier-invalid-credential-signature', () => {
  it('refuses it from an EUDI wallet', async () => {
    const verifier = createVerifier();
    const { request, session } = await verifier.begin('eudi-wallet');
    const held = walletWith({ 'eu.europa.ec.av.1': corrupt(await hold()) });
    const outcome = await outcomeOf(() => presentHaip(request as string, held, requestTerms, verifier.fetch));
    expect(outcome).toBe('ERR_AGE_NOT_SHOWN');
    expect(verifier.seen).toEqual(['POST 200', 'POST 403']);
    expect(await verifier.result(session)).toMatchObject({ state: 'refused' });
  });

  it('refuses it from an age verification app (profile av)', async () => {
    const verifier = createVerifier();
    const { request, session } = await verifier.begin('eu-wallet');
    const held = corrupt(await hold());
    expect(await outcomeOf(() => present(request as string, held, verifier.fetch))).toBe('ERR_AGE_NOT_SHOWN');
    expect(verifier.seen).toEqual(['POST 403']);
    expect(await verifier.result(session)).toMatchObject({ state: 'refused' });
  });
});
