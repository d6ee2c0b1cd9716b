import { type Bytes, formatBase64url, parseBase64url, readUtf8, thumbprintOf } from '@bauta/sdk/protocol';
import { ConfigFault } from '../../settings/config-fault.ts';
import type { Secret } from '../../settings/secret.ts';

/** The key by which this attester shows providers who it is. It cannot be exported. */
export interface ClientKey {
  readonly key: CryptoKey;
  /** RFC 7638 SHA-256 thumbprint, 43 characters: providers look the key up by it. */
  readonly kid: string;
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' };

/** @param secret as OIDC_KEY holds it: PKCS #8 PEM or JWK. @throws ConfigFault when it is no key of P-256 */
export async function openClientKey(secret: Secret): Promise<ClientKey> {
  try {
    const text = readUtf8(secret.reveal());
    const { x = '', y = '', d = '' } = text.startsWith('{') ? (JSON.parse(text) as JsonWebKey) : await readPem(text);
    const key = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y, d }, ES256, false, ['sign']);
    return { key, kid: formatBase64url(await thumbprintOf(parseBase64url(x), parseBase64url(y))) };
  } catch {
    throw new ConfigFault(['OIDC_KEY: not an EC P-256 private key']);
  }
}

async function readPem(text: string): Promise<JsonWebKey> {
  const der: Bytes = Uint8Array.from(atob(text.replace(/-----[A-Z ]+-----|\s/g, '')), (c) => c.charCodeAt(0));
  const key = await crypto.subtle.importKey('pkcs8', der, ES256, true, ['sign']);
  return crypto.subtle.exportKey('jwk', key);
}
