import { sha256 } from '#crypto';
import { type Bytes, formatHex } from '../protocol/bytes.ts';
import { type Certificate, isCurrent, parseCertificate } from './certificate.ts';
import { refuseMalformed } from './device-response.ts';
import { type EcKey, importEcKey } from './ec-key.ts';
import { findListed, type TrustedList } from './trusted-list.ts';

/** Who signed a document, as far as that is known. */
export interface Signer {
  readonly certificate: Certificate;
  /** SHA-256 of the DER, in hexadecimal. */
  readonly hash: string;
  /** Set once the list was found to hold it. */
  readonly listed?: {
    /** By which the signer counts: its own certificate, or that of its authority. */
    readonly by: Certificate;
    readonly key: CryptoKey;
  };
}

// A list names some dozens of providers. Only what it was found to hold is remembered, so that strangers, who can make
// certificates without end, push nothing out.
const MOST_REMEMBERED = 256;

/** By list, then by hash. A new list is a new object: with the old one goes all that was known under it. */
const remembered = new WeakMap<TrustedList, Map<string, Required<Signer>>>();

/**
 * The signer of this certificate: as remembered when `list` was found to hold it before, else freshly read.
 * @throws AgeError ERR_MDOC_MALFORMED when it is no certificate.
 */
export async function readSigner(der: Bytes, list: TrustedList): Promise<Signer> {
  const hash = formatHex(await sha256(der));
  return remembered.get(list)?.get(hash) ?? { certificate: refuseMalformed(() => parseCertificate(der)), hash };
}

/**
 * The signer's key to verify with, when `list` holds the signer; else null. Costs a signature check for each
 * listed authority of the signer's issuer name, the first time.
 * @param key what of the certificate's key the caller found good.
 * @param now Unix seconds. That the signer's own certificate is good then is for the caller to see.
 */
export async function findListedKey(
  signer: Signer,
  key: EcKey,
  list: TrustedList,
  now: number,
): Promise<CryptoKey | EcKey | null> {
  // An authority may be over by now; another one of its name may have followed it.
  if (signer.listed !== undefined && isCurrent(signer.listed.by, now)) return signer.listed.key;
  const by = await findListed(signer.certificate, list, now);
  if (by === null) return null;
  let imported: CryptoKey;
  try {
    imported = await importEcKey(key);
  } catch {
    // A listed certificate whose key is no point of its curve: no signature will hold under it.
    return key;
  }
  remember({ ...signer, listed: { by, key: imported } }, list);
  return imported;
}

function remember(signer: Required<Signer>, list: TrustedList): void {
  const known = remembered.get(list) ?? new Map<string, Required<Signer>>();
  remembered.set(list, known);
  const [oldest] = known.keys();
  if (known.size >= MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
  known.set(signer.hash, signer);
}
