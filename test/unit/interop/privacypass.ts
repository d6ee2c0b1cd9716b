import { publicVerif, TOKEN_TYPES, Token, TokenChallenge, util } from '@cloudflare/privacypass-ts';

/** A token request of @cloudflare/privacypass-ts, and how it finishes the answer to it. */
export interface PrivacyPassRequest {
  /** A TokenRequest of RFC 9578 §6.1, 259 bytes. */
  readonly requestBytes: Uint8Array<ArrayBuffer>;
  /** @param responseBytes the blind signature, 256 bytes. @returns a token, 354 bytes. @throws Error when it is none. */
  finalize(responseBytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Asks for one token of type 0x0002 as any client of Privacy Pass would: its nonce is a random number, no thumbprint.
 * Takes some tenths of a second, since this library multiplies in JavaScript.
 * @param spki the issuer's published key, 342 bytes. @param challengeBytes a written TokenChallenge.
 */
export async function requestWithPrivacyPass(
  spki: Uint8Array,
  challengeBytes: Uint8Array,
): Promise<PrivacyPassRequest> {
  const client = new publicVerif.Client(publicVerif.BlindRSAMode.PSS);
  const request = await client.createTokenRequest(TokenChallenge.deserialize(challengeBytes), spki);
  return {
    requestBytes: new Uint8Array(request.serialize()),
    async finalize(responseBytes) {
      const token = await client.finalize(client.deserializeTokenResponse(responseBytes));
      return new Uint8Array(token.serialize());
    },
  };
}

/** Judges the signature of a token as an origin that runs @cloudflare/privacypass-ts. @param spki 342 bytes. */
export async function verifyWithPrivacyPass(spki: Uint8Array, tokenBytes: Uint8Array): Promise<boolean> {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' };
  const plainSpki = new Uint8Array(util.convertRSASSAPSSToEnc(new Uint8Array(spki)));
  const key = await crypto.subtle.importKey('spki', plainSpki, algorithm, true, ['verify']);
  const origin = new publicVerif.Origin(publicVerif.BlindRSAMode.PSS);
  return origin.verify(Token.deserialize(TOKEN_TYPES.BLIND_RSA, tokenBytes), key);
}
