import { createCipheriv, createDecipheriv, createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { checkProofOfAge, createIsoMdocRequest, openIsoMdocAnswer, parseTrustedList } from '@bauta/sdk/eu-wallet';
import type { Bytes } from '@bauta/sdk/protocol';
import { issue } from '../../../services/phone/attestation.ts';

import { answerIsoMdoc, parseDigitalRequests } from '../../../services/phone/iso-mdoc.ts';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import type { Act } from '../act.ts';
import { cpuMicros } from '../statistics.ts';

const ORIGIN = 'https://attester.example';
const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/**
 * The check of a proof of age from an EU wallet, its signer met before and not, beside the ECDSA verifications it cannot
 * do without (two: provider and device; a third for the provider's certificate), and the opening of its envelope beside
 * one ECDH and one AES-GCM. Node's own calls, in the same run.
 */
export const mdoc: Act = {
  name: 'mdoc',
  async open({ now, count }) {
    const pki = await createTestPki(now);
    const known = parseTrustedList(pki.trustedList, { production: false });
    const deviceKeys = await crypto.subtle.generateKey(EC, false, ['sign', 'verify']);
    const attestation = await issue(pki.attestationProvider, { now, deviceKey: deviceKeys.publicKey });
    const { request, kept } = await createIsoMdocRequest({}, (length) => new Uint8Array(randomBytes(length)));
    const held = { attestation, deviceKey: deviceKeys.privateKey };
    const answer = { ...(await answerIsoMdoc(parseDigitalRequests([request]), held, ORIGIN)) };
    const opened = await openIsoMdocAnswer(answer, kept, ORIGIN);
    const check = (trustedList: typeof known) =>
      checkProofOfAge(opened.deviceResponse, { sessionTranscript: opened.sessionTranscript, trustedList, now });
    const verifyOnce = await createNativeVerify();
    const openOnce = createNativeOpen(opened.deviceResponse);

    /** Microseconds of CPU for each of `count` calls, one after the other. */
    const cost = (act: () => unknown): Promise<number> =>
      cpuMicros(count, async () => {
        for (let i = 0; i < count; i++) await act();
      });
    const figures: Readonly<Record<string, () => Promise<number>>> = {
      nativeP256Verify: () => cost(verifyOnce),
      nativeOpen: () => cost(openOnce),
      'mdoc, signer met before': () => cost(() => check(known)),
      // A list of the same certificates that nobody has seen: what is known of signers goes with the list.
      'mdoc, signer new': () => cost(() => check({ ...known })),
      'HPKE open': () => cost(() => openIsoMdocAnswer(answer, kept, ORIGIN)),
    };
    const VERIFY = 'nativeP256Verify';
    return {
      plans: [
        { act: 'mdoc, signer met before', limit: 'two P-256 verifies of Node', of: [VERIFY, VERIFY] },
        { act: 'mdoc, signer new', limit: 'three P-256 verifies of Node', of: [VERIFY, VERIFY, VERIFY] },
        { act: 'HPKE open', limit: 'one P-256 ECDH + AES-GCM of Node', of: ['nativeOpen'] },
      ],
      async measure() {
        const taken: Record<string, number> = {};
        for (const [name, take] of Object.entries(figures)) taken[name] = await take();
        return taken;
      },
      close() {},
      notes: () => [`mdoc: ${opened.deviceResponse.length} bytes of DeviceResponse, ${sealedLength(answer)} sealed`],
    };
  },
};

/** One ECDSA verification on Node's own crypto, key at hand. */
async function createNativeVerify(): Promise<() => void> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const data = new Uint8Array(randomBytes(400));
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, data));
  const der = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey));
  const key = { key: createPublicKey({ key: der, format: 'der', type: 'spki' }), dsaEncoding: 'ieee-p1363' } as const;
  return () => {
    if (!verify('sha256', data, key, signature)) throw new Error('a signature that should be good is not');
  };
}

/** One key agreement on P-256 and one decryption of `plaintext` by AES-128-GCM, on Node's own crypto. */
function createNativeOpen(plaintext: Bytes): () => void {
  const ours = createECDH('prime256v1');
  ours.generateKeys();
  const theirs = createECDH('prime256v1').generateKeys();
  const [key, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-128-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const tag = cipher.getAuthTag();
  return () => {
    ours.computeSecret(theirs);
    const decipher = createDecipheriv('aes-128-gcm', key, iv).setAuthTag(tag);
    Buffer.concat([decipher.update(sealed), decipher.final()]);
  };
}

function sealedLength(answer: { readonly data: { readonly response: string } }): number {
  return answer.data.response.length;
}
