import { sha256 } from '#crypto';
import { type Bytes, readUtf8, writeUtf8 } from './bytes.ts';
import { Reader, Writer } from './wire.ts';

/** TokenChallenge of RFC 9577 §2.1: what a token must answer to. */
export interface TokenChallenge {
  readonly tokenType: number;
  readonly issuerName: string;
  /** Empty, or 32 bytes. */
  readonly redemptionContext: Bytes;
  /** Comma-separated origin names; empty for any origin. */
  readonly originInfo: string;
}

/**
 * ```
 * struct { uint16_t token_type; opaque issuer_name<1..2^16-1>; opaque redemption_context<0..32>;
 *          opaque origin_info<0..2^16-1>; } TokenChallenge;
 * ```
 */
export function writeTokenChallenge(challenge: TokenChallenge): Bytes {
  const issuerName = writeUtf8(challenge.issuerName);
  const originInfo = writeUtf8(challenge.originInfo);
  return new Writer()
    .u16(challenge.tokenType)
    .u16(issuerName.length)
    .bytes(issuerName)
    .u8(challenge.redemptionContext.length)
    .bytes(challenge.redemptionContext)
    .u16(originInfo.length)
    .bytes(originInfo)
    .end();
}

/** @throws TypeError on anything but one whole TokenChallenge. */
export function readTokenChallenge(bytes: Uint8Array): TokenChallenge {
  const reader = new Reader(bytes);
  const tokenType = reader.u16();
  const issuerName = readUtf8(reader.bytes(reader.u16()));
  const redemptionContext = reader.bytes(reader.u8());
  const originInfo = readUtf8(reader.bytes(reader.u16()));
  reader.end();
  if (issuerName === '') throw new TypeError('no issuer name');
  if (redemptionContext.length !== 0 && redemptionContext.length !== 32) throw new TypeError('context of a wrong size');
  return { tokenType, issuerName, redemptionContext, originInfo };
}

/** The challenge that every token answers to: no context and no origin, so it is one constant per issuer. */
export function challengeForTokens(issuerName: string): TokenChallenge {
  return { tokenType: 0x0002, issuerName, redemptionContext: new Uint8Array(), originInfo: '' };
}

/** The challenge that a grant answers to: signed under the attester's name, good at one issuer. */
export function challengeForGrants(attesterName: string, issuerName: string): TokenChallenge {
  return { tokenType: 0x0002, issuerName: attesterName, redemptionContext: new Uint8Array(), originInfo: issuerName };
}

/** SHA-256 of the written challenge, 32 bytes: `challenge_digest` of RFC 9577 §2.2. */
export async function digestChallenge(challenge: TokenChallenge): Promise<Bytes> {
  return sha256(writeTokenChallenge(challenge));
}
