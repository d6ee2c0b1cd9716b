import { sha256 } from '#crypto';
import { type Bytes, concat } from './bytes.ts';
import { AUTHENTICATOR_LENGTH, TOKEN_TYPE } from './suites.ts';
import { Reader, Writer } from './wire.ts';

/** Length of a token of type 0x0002: 2 + 32 + 32 + 32 + 256 bytes. */
export const TOKEN_LENGTH = 354;
/** The same in base64url characters. */
export const TOKEN_CHARACTERS = 472;
/** Length of what the authenticator signs: the token without its authenticator. */
export const TOKEN_INPUT_LENGTH = 98;

/** Token of RFC 9577 §2.2, for type 0x0002. */
export interface Token {
  /** 32 bytes. In Bauta it is the thumbprint of the holder's key, or for a grant the hash of the body it is good for. */
  readonly nonce: Bytes;
  /** 32 bytes. */
  readonly challengeDigest: Bytes;
  /** 32 bytes: SHA-256 of the issuer's published key. */
  readonly tokenKeyId: Bytes;
  /** 256 bytes: the unblinded signature. */
  readonly authenticator: Bytes;
}

/** What the authenticator signs, `token_input` of RFC 9578 §6.1: 98 bytes. */
export function writeTokenInput(token: Omit<Token, 'authenticator'>): Bytes {
  return new Writer().u16(TOKEN_TYPE).bytes(token.nonce).bytes(token.challengeDigest).bytes(token.tokenKeyId).end();
}

/**
 * ```
 * struct { uint16_t token_type; uint8_t nonce[32]; uint8_t challenge_digest[32]; uint8_t token_key_id[32];
 *          uint8_t authenticator[256]; } Token;
 * ```
 */
export function writeToken(token: Token): Bytes {
  return concat(writeTokenInput(token), token.authenticator);
}

/** @throws TypeError on anything but 354 bytes of type 0x0002. */
export function readToken(bytes: Uint8Array): Token {
  const reader = new Reader(bytes);
  if (reader.u16() !== TOKEN_TYPE) throw new TypeError('another token type');
  const token = {
    nonce: reader.bytes(32),
    challengeDigest: reader.bytes(32),
    tokenKeyId: reader.bytes(32),
    authenticator: reader.bytes(AUTHENTICATOR_LENGTH),
  };
  reader.end();
  return token;
}

/**
 * What a site remembers of a spent token: SHA-256(token_key_id ‖ nonce), 32 bytes.
 * Never the whole token: one nonce can carry two valid signatures.
 */
export async function nullifierOf(token: Token): Promise<Bytes> {
  return sha256(concat(token.tokenKeyId, token.nonce));
}
