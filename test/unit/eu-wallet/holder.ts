import { checkProofOfAge, openId4VpTranscript, type ProofOfAge, parseTrustedList } from '@bauta/sdk/eu-wallet';
import type { Bytes } from '@bauta/sdk/protocol';
import { asEncodedItem, asMap, decodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import { type Attestation, createDeviceKeys, type IssueOptions, issue } from '../../../services/phone/attestation.ts';
import { embed, encodeCbor } from '../../../services/phone/cbor.ts';
import { sign1 } from '../../../services/phone/cose.ts';
import { type Audience, createDeviceResponse, encodeDeviceResponse } from '../../../services/phone/present.ts';
import { type AttestationProvider, createTestPki } from '../../../services/phone/test-pki.ts';

/** The time of every test here, Unix seconds; no midnight. */
export const NOW = Date.UTC(2026, 10, 18, 9, 30) / 1000;
export const DAY = 86_400;

export const pki = await createTestPki(NOW);
export const trustedList = parseTrustedList(pki.trustedList, { production: false });
export const deviceKeys = await createDeviceKeys();

const RESPONSE_URI = 'https://attester.example/evidence/eu-wallet/0yd5M1Zk';
export const audience: Audience = {
  clientId: `redirect_uri:${RESPONSE_URI}`,
  responseUri: RESPONSE_URI,
  presentationNonce: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA',
};

/** A decoded answer whose members may be changed before it is encoded. */
export type Answer = Map<string, unknown>;

/** What is out of the ordinary about a presentation. */
export interface Show {
  readonly issue?: Partial<IssueOptions>;
  readonly provider?: AttestationProvider;
  readonly deviceKey?: CryptoKey;
  readonly audience?: Partial<Audience>;
  /** Changes the document as the provider signed it; the provider then signs the change. */
  readonly reissue?: (mso: Map<string, unknown>) => void;
  /** Changes what the device made, after it signed. */
  readonly alter?: (answer: Answer) => void;
}

/** The bytes that a wallet of ours sends, good unless told otherwise. */
export async function show(options: Show = {}): Promise<Bytes> {
  const provider = options.provider ?? pki.attestationProvider;
  let attestation = await issue(provider, { now: NOW, deviceKey: deviceKeys.publicKey, ...options.issue });
  if (options.reissue) attestation = await reissue(provider, attestation, options.reissue);
  const held = { attestation, deviceKey: options.deviceKey ?? deviceKeys.privateKey };
  const answer = await createDeviceResponse(held, { ...audience, ...options.audience });
  options.alter?.(answer);
  return encodeDeviceResponse(answer);
}

async function reissue(
  provider: AttestationProvider,
  attestation: Attestation,
  change: (mso: Map<string, unknown>) => void,
): Promise<Attestation> {
  const [, unprotected, payload] = attestation.issuerAuth;
  const mso = asMap(decodeCbor(asEncodedItem(decodeCbor(payload as Bytes)).content)) as Map<string, unknown>;
  change(mso);
  return { ...attestation, issuerAuth: await sign1(provider.privateKey, encodeCbor(embed(mso)), { unprotected }) };
}

/** Verifies an answer as the one asked for would. */
export async function verify(
  deviceResponse: Bytes,
  terms: { readonly now?: number; readonly thresholds?: readonly number[] } = {},
): Promise<ProofOfAge> {
  const sessionTranscript = await openId4VpTranscript(audience);
  return checkProofOfAge(deviceResponse, { sessionTranscript, trustedList, now: NOW, ...terms });
}

/** The parts of an answer that are changed most. */
export function partsOf(answer: Answer): {
  readonly document: Map<string, unknown>;
  readonly nameSpaces: Map<string, unknown[]>;
  readonly issuerAuth: unknown[];
  readonly deviceSigned: Map<string, unknown>;
  readonly deviceAuth: Map<string, unknown>;
} {
  const [document] = answer.get('documents') as [Map<string, unknown>];
  const issuerSigned = document.get('issuerSigned') as Map<string, unknown>;
  const deviceSigned = document.get('deviceSigned') as Map<string, unknown>;
  return {
    document,
    nameSpaces: issuerSigned.get('nameSpaces') as Map<string, unknown[]>,
    issuerAuth: issuerSigned.get('issuerAuth') as unknown[],
    deviceSigned,
    deviceAuth: deviceSigned.get('deviceAuth') as Map<string, unknown>,
  };
}
