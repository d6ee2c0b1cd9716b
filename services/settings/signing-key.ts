import { writeUtf8 } from '@bauta/sdk/protocol';
import { Secret } from './secret.ts';

/** PKCS #8 in PEM (RFC 7468 §10): a P-256 key takes up to 250 characters of it. */
const PEM = /^-----BEGIN PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]{64,400})-----END PRIVATE KEY-----\s*$/;

/** The members of a private EC JWK on P-256 (RFC 7518 §6.2), 32 bytes each. */
const MEMBERS = ['x', 'y', 'd'] as const;

/**
 * The text of an EC P-256 private key, as PKCS #8 PEM or as JWK, which does not print. Whether it is a point of the
 * curve is seen where it is used. @throws TypeError on anything else; the message holds nothing of it
 */
export function parseSigningKey(text: string): Secret {
  const written = text.trim();
  if (!PEM.test(written) && !isPrivateJwk(written)) throw new TypeError('not an EC P-256 private key');
  return new Secret(writeUtf8(written));
}

function isPrivateJwk(text: string): boolean {
  try {
    const jwk = JSON.parse(text) as Record<string, unknown> | null;
    const isMember = (name: string): boolean => /^[\w-]{43}$/.test(String(jwk?.[name]));
    return jwk?.kty === 'EC' && jwk.crv === 'P-256' && MEMBERS.every(isMember);
  } catch {
    return false;
  }
}
