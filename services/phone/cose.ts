import type { Bytes } from '@bauta/sdk/protocol';
import { encodeCbor } from './cbor.ts';

/** COSE's name of ECDSA on P-256 with SHA-256. */
export const ES256 = -7;

/** `[protected, unprotected, payload or null, signature]` of RFC 9052 §4.2. */
export type Sign1 = [Bytes, Map<number, unknown>, Bytes | null, Bytes];

/**
 * Signs `payload` with a P-256 key; the payload itself is left out when it travels apart.
 * @param options `algorithm` is what the protected header claims, whatever the key does.
 */
export async function sign1(
  key: CryptoKey,
  payload: Bytes,
  options: { readonly unprotected?: Map<number, unknown>; readonly detached?: true; readonly algorithm?: number } = {},
): Promise<Sign1> {
  const header = encodeCbor(new Map([[1, options.algorithm ?? ES256]]));
  const input = encodeCbor(['Signature1', header, new Uint8Array(), payload]);
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, input));
  return [header, options.unprotected ?? new Map(), options.detached ? null : payload, signature];
}
