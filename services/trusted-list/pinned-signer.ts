import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';

/** Somebody whose signature makes a list good, as the operator's file pins it. */
export interface PinnedSigner {
  readonly der: Bytes;
  readonly publicKey: KeyObject;
  readonly kind: SignerKind;
  /** Unix seconds, both included. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The name in the certificate, one attribute to a line. */
  readonly subject: string;
}

/** What signers' keys may be; the algorithms of a signature go by it. */
export type SignerKind = 'rsa' | 'ec';

/** Capitals alone: the Commission writes TEST where it means it. */
const TEST = /\b(TEST|NON-PROD|ACCEPTANCE)\b/;

const BEGINNING = '-----BEGIN CERTIFICATE-----';
const BLOCK = /^-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END CERTIFICATE-----/;
/** A list is signed by one; there are more while one follows another. */
const SIGNERS_MAX = 16;

/** Which keys may sign a list: a row for each kind. */
const KEYS: Readonly<Record<SignerKind, (key: KeyObject) => boolean>> = {
  rsa: ({ asymmetricKeyDetails: details }) => (details?.modulusLength ?? 0) >= 2048,
  ec: ({ asymmetricKeyDetails: details }) => ['prime256v1', 'secp384r1'].includes(details?.namedCurve ?? ''),
};

/** True for a signer whose certificate says that it is for tests. */
export function isTestSigner({ subject }: Pick<PinnedSigner, 'subject'>): boolean {
  return TEST.test(subject);
}

/**
 * Reads the operator's file: one or more certificates in PEM (RFC 7468), with RSA keys from 2,048 bits or keys on P-256
 * or P-384.
 * @throws TypeError naming the certificate that is wrong
 */
export function parseSigners(pem: string): readonly PinnedSigner[] {
  const pieces = pem.split(BEGINNING).slice(1);
  if (pieces.length === 0 || pieces.length > SIGNERS_MAX) throw new TypeError('not one to 16 certificates in PEM');
  return pieces.map((piece, index) => {
    const [, base64] = BLOCK.exec(BEGINNING + piece) ?? [];
    if (base64 === undefined) throw new TypeError(`certificate ${index + 1} is not PEM`);
    return readSigner(base64, index);
  });
}

/**
 * The signers, unless production must not believe one of them.
 * @throws TypeError naming the certificate
 */
export function checkSigners(
  signers: readonly PinnedSigner[],
  { production }: { readonly production: boolean },
): readonly PinnedSigner[] {
  const test = signers.findIndex(isTestSigner);
  if (production && test >= 0)
    throw new TypeError(`certificate ${test + 1} is for tests: production must not believe it`);
  return signers;
}

function readSigner(base64: string, index: number): PinnedSigner {
  let certificate: X509Certificate;
  let publicKey: KeyObject;
  try {
    certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    publicKey = certificate.publicKey;
  } catch {
    throw new TypeError(`certificate ${index + 1} is none`);
  }
  const kind = publicKey.asymmetricKeyType as SignerKind;
  if (!Object.hasOwn(KEYS, kind) || !KEYS[kind](publicKey)) {
    throw new TypeError(`certificate ${index + 1} holds a key that may not sign lists`);
  }
  return {
    der: Uint8Array.from(certificate.raw),
    ...{ publicKey, kind, subject: certificate.subject },
    notBefore: Date.parse(certificate.validFrom) / 1000,
    notAfter: Date.parse(certificate.validTo) / 1000,
  };
}
