import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** An RSA key of 2048 bits whose factors are known here, as they are to nobody who attacks it. */
export interface FactoredKey {
  readonly privateKey: KeyObject;
  readonly n: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly d: bigint;
  /** The inverse of q modulo p. */
  readonly qi: bigint;
}

export function drawFactoredKey(): FactoredKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const read = (member: 'n' | 'p' | 'q' | 'd' | 'qi'): bigint =>
    BigInt(`0x${Buffer.from(jwk[member] as string, 'base64url').toString('hex')}`);
  return {
    // Read anew, as a room reads a key: a key that was just made goes slower in OpenSSL.
    privateKey: createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    ...{ n: read('n'), p: read('p'), q: read('q'), d: read('d'), qi: read('qi') },
  };
}
