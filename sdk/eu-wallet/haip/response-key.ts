import { generateP256 } from '#crypto';
import { formatBase64url, parseBase64url } from '../../protocol/base64url.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { thumbprintOf } from '../../protocol/thumbprint.ts';

/** The key that one answer is encrypted to, P-256, numbers of 32 bytes as base64url (RFC 7518 §6.2). Good for one request. */
export interface ResponseKey {
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

/** A fresh key. */
export async function createResponseKey(): Promise<ResponseKey> {
  const { x, y, d } = await generateP256();
  return { x: formatBase64url(x), y: formatBase64url(y), d: formatBase64url(d) };
}

/** RFC 7638, 32 bytes: what an answer is bound to beside the nonce. */
export function responseThumbprint({ x, y }: ResponseKey): Promise<Bytes> {
  return thumbprintOf(parseBase64url(x), parseBase64url(y));
}

/** The public half as requests carry it; its `kid` is its thumbprint, so no two requests have the same. */
export async function responseJwk(key: ResponseKey): Promise<Readonly<Record<string, string>>> {
  const kid = formatBase64url(await responseThumbprint(key));
  return { kty: 'EC', crv: 'P-256', x: key.x, y: key.y, kid, alg: 'ECDH-ES', use: 'enc' };
}
