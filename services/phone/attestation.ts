import type { Bytes } from '@bauta/sdk/protocol';
import type { Tagged } from 'cborg';
import { dateTime, embed, encodeCbor } from './cbor.ts';
import { ES256, type Sign1, sign1 } from './cose.ts';
import type { AttestationProvider } from './test-pki.ts';

/** The document type of a proof of age, and its one name space. */
export const PROOF_OF_AGE = 'eu.europa.ec.av.1';

const DAY = 86_400;
const VALID_DAYS = 90;

/** When a proof of age was signed and when it is good, Unix seconds. */
export interface Validity {
  readonly signed: number;
  readonly validFrom: number;
  readonly validUntil: number;
}

/** A proof of age as it lies in a wallet: `IssuerSigned` of ISO 18013-5. */
export interface Attestation {
  readonly docType: string;
  readonly nameSpaces: Map<string, Tagged[]>;
  readonly issuerAuth: Sign1;
}

/** What to issue. */
export interface IssueOptions {
  /** Unix seconds. */
  readonly now: number;
  /** The wallet's key, P-256: who shows the proof must sign with its other half. */
  readonly deviceKey: CryptoKey;
  /** Elements and their values; `age_over_18`, true, when absent. */
  readonly elements?: readonly (readonly [identifier: string, value: unknown])[];
  /** From the last midnight for 90 days when absent. */
  readonly validity?: Validity;
  readonly docType?: string;
  /** That of a proof of age when absent. */
  readonly nameSpace?: string;
  readonly digestAlgorithm?: string;
  /** What the provider's signature claims to be made with, in COSE's numbers; ES256 when absent. */
  readonly algorithm?: number;
}

/** Good from the midnight before `now`, so that no proof tells the hour it was issued at. @param now Unix seconds. */
export function validityFrom(now: number): Validity {
  const midnight = now - (now % DAY);
  return { signed: midnight, validFrom: midnight, validUntil: midnight + VALID_DAYS * DAY };
}

/**
 * Issues a proof of age of type `eu.europa.ec.av.1`, laid out as the official example is and as zero-knowledge provers
 * need it: digest ids from 0, then 32 random bytes, then the identifier right before its value.
 */
export async function issue(provider: AttestationProvider, options: IssueOptions): Promise<Attestation> {
  const { docType = PROOF_OF_AGE, nameSpace = PROOF_OF_AGE, digestAlgorithm = 'SHA-256' } = options;
  const { elements = [['age_over_18', true]] } = options;
  const items = elements.map(([elementIdentifier, elementValue], digestID) =>
    embed(
      new Map<string, unknown>([
        ['digestID', digestID],
        ['random', crypto.getRandomValues(new Uint8Array(32))],
        ['elementIdentifier', elementIdentifier],
        ['elementValue', elementValue],
      ]),
    ),
  );
  const digests = await Promise.all(items.map(async (item, id) => [id, await sha256(encodeCbor(item))] as const));
  const { signed, validFrom, validUntil } = options.validity ?? validityFrom(options.now);
  const mobileSecurityObject = new Map<string, unknown>([
    ['docType', docType],
    ['version', '1.0'],
    [
      'validityInfo',
      new Map([
        ['signed', dateTime(signed)],
        ['validFrom', dateTime(validFrom)],
        ['validUntil', dateTime(validUntil)],
      ]),
    ],
    ['valueDigests', new Map([[nameSpace, new Map(digests)]])],
    ['deviceKeyInfo', new Map([['deviceKey', await coseKeyOf(options.deviceKey)]])],
    ['digestAlgorithm', digestAlgorithm],
  ]);
  const X5CHAIN = 33;
  const issuerAuth = await sign1(provider.privateKey, encodeCbor(embed(mobileSecurityObject)), {
    unprotected: new Map([[X5CHAIN, provider.certificate]]),
    algorithm: options.algorithm ?? ES256,
  });
  return { docType, nameSpaces: new Map([[nameSpace, items]]), issuerAuth };
}

/** A fresh key pair of a wallet. */
export function createDeviceKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}

/** `COSE_Key` of a P-256 public key: `{1: 2, -1: 1, -2: x, -3: y}`. */
async function coseKeyOf(publicKey: CryptoKey): Promise<Map<number, unknown>> {
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const EC2 = 2;
  const P256 = 1;
  return new Map<number, unknown>([
    [1, EC2],
    [-1, P256],
    [-2, point.slice(1, 33)],
    [-3, point.slice(33)],
  ]);
}

async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
