import { generateP256 } from '#crypto';
import {
  type Bytes,
  calendarOf,
  challengeForTokens,
  digestChallenge,
  type Epoch,
  formatBase64url,
  nullifierOf,
  readTokenKey,
  type Token,
  thumbprintOf,
  writeToken,
  writeTokenInput,
} from '../protocol/index.ts';
import { testKeyOf } from './keys.ts';

/** What a wallet holds of a token: the type of `@bauta/sdk/client`, and what the site will remember of it. */
export interface MintedToken {
  /** 354 bytes. */
  readonly token: Bytes;
  readonly holder: Awaited<ReturnType<typeof generateP256>>;
  /** 32 bytes, and the Unix second until when a site keeps it. */
  readonly nullifier: Bytes;
  readonly until: number;
}

/** Makes one token of an epoch, signed without blinding: nobody's privacy is at stake. @param isForged one bit is wrong */
export async function mint(issuer: string, epoch: Epoch, isForged: boolean): Promise<MintedToken> {
  const { spki, jwk } = testKeyOf(epoch);
  const { id: tokenKeyId } = await readTokenKey(spki);
  const holder = await generateP256();
  const nonce = await thumbprintOf(holder.x, holder.y);
  const unsigned = { nonce, challengeDigest: await digestChallenge(challengeForTokens(issuer)), tokenKeyId };
  const authenticator = await sign(jwk, writeTokenInput(unsigned));
  if (isForged) authenticator[255] = (authenticator[255] as number) ^ 1;
  const token: Token = { ...unsigned, authenticator };
  return {
    token: writeToken(token),
    holder,
    nullifier: await nullifierOf(token),
    until: calendarOf(epoch).nullifierUntil,
  };
}

/** RSASSA-PSS with SHA-384 and a salt of 48 bytes, by WebCrypto: the same on every runtime. */
async function sign(jwk: JsonWebKey, message: Bytes): Promise<Bytes> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('jwk', jwk, { name: 'RSA-PSS', hash: 'SHA-384' }, false, ['sign']);
  return new Uint8Array(await subtle.sign({ name: 'RSA-PSS', saltLength: 48 }, key, message));
}

/** The token as it is sent, 472 characters. */
export function formatToken({ token }: MintedToken): string {
  return formatBase64url(token);
}
