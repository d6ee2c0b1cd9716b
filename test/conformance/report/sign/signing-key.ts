import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Text } from '../../text.ts';

/** Thrown for a key that cannot be used or written. */
export class RefusedKey extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

export interface KeyFiles {
  readonly privatePath: string;
  readonly publicPath: string;
  /** SHA-256 of the public key (SPKI), hexadecimal: what whoever verifies compares by another way. */
  readonly keyId: string;
}

/** `key.pem` → `key.pub.pem` */
const publicPathOf = (privatePath: string): string => `${privatePath.replace(/\.pem$/, '')}.pub.pem`;

/**
 * Writes a new Ed25519 key: the private one as PKCS#8 PEM that only its owner may read (0600), the public one beside it.
 * @throws RefusedKey when one of the files is there already
 */
export function generateSigningKey(privatePath: string): KeyFiles {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const publicPath = publicPathOf(privatePath);
  // The public one first: should it be there already, no private key is left behind without it.
  writeNew(publicPath, publicKey.export({ format: 'pem', type: 'spki' }) as string, 0o644);
  writeNew(privatePath, privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, 0o600);
  return { privatePath, publicPath, keyId: keyIdOf(publicKey) };
}

function writeNew(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new RefusedKey({
      en: `${path} is there already, and is not replaced: give another name`,
      fr: `${path} existe déjà et n’est pas remplacé\u00a0: indiquez un autre nom`,
    });
  }
}

/** @param pem PKCS#8. @throws RefusedKey */
export function readPrivateKey(pem: string): KeyObject {
  return ed25519(() => createPrivateKey(pem), {
    en: 'this is no private Ed25519 key in PEM: make one with keygen',
    fr: 'ceci n’est pas une clé privée Ed25519 au format PEM\u00a0: créez-en une avec keygen',
  });
}

/** @param pem SPKI. A private key is refused: whoever verifies has no business with it. @throws RefusedKey */
export function readPublicKey(pem: string): KeyObject {
  const refusal = {
    en: 'this is no public Ed25519 key in PEM: the file ends in .pub.pem',
    fr: 'ceci n’est pas une clé publique Ed25519 au format PEM\u00a0: le fichier se termine par .pub.pem',
  };
  if (!/-----BEGIN PUBLIC KEY-----/.test(pem)) throw new RefusedKey(refusal);
  return ed25519(() => createPublicKey(pem), refusal);
}

function ed25519(read: () => KeyObject, refusal: Text): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {}
  throw new RefusedKey(refusal);
}

/** @param key public or private */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex');
}
