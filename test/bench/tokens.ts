import { constants, createPrivateKey, generateKeyPairSync, type KeyObject, privateDecrypt } from 'node:crypto';
import { finalize, type HeldToken, type MintKeys, present, request } from '@bauta/sdk/client';
import {
  type Bytes,
  type DirectoryKey,
  epochAt,
  MODE,
  parseBase64url,
  readBatchRequest,
  readTokenKey,
  TOKEN_TYPE,
  writeBatchResponse,
  writeTokenKey,
} from '@bauta/sdk/protocol';
import type { Presentation, Verifier } from '@bauta/sdk/verifier';

/** An issuer in the same process: the acts of the others are measured without it. */
export interface LocalIssuer {
  readonly name: string;
  readonly keys: MintKeys;
  readonly privateKey: KeyObject;
  /** Signs the body of a batch. */
  sign(body: Bytes): Bytes;
}

export async function createLocalIssuer(now: number): Promise<LocalIssuer> {
  const name = 'issuer.example';
  const draw = async (): Promise<{ privateKey: KeyObject; listed: DirectoryKey }> => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n } = privateKey.export({ format: 'jwk' });
    const key = await readTokenKey(writeTokenKey(parseBase64url(n as string)));
    return { privateKey, listed: { threshold: 18, epoch: epochAt(now), generation: 0, key } };
  };
  const [token, grant] = [await draw(), await draw()];
  const privateKey = createPrivateKey(token.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return {
    name,
    keys: { issuer: name, attester: 'attester.example', tokenKey: token.listed, grantKey: grant.listed },
    privateKey,
    sign: (body) =>
      writeBatchResponse(
        readBatchRequest(body).map((item) => ({
          tokenType: TOKEN_TYPE,
          body: new Uint8Array(
            privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, item.body.slice(1)),
          ),
        })),
      ),
  };
}

/** Mints at least `count` tokens. */
export async function mintTokens(issuer: LocalIssuer, count: number): Promise<HeldToken[]> {
  const held: HeldToken[] = [];
  while (held.length < count) {
    const pending = await request(issuer.keys);
    held.push(...(await finalize(issuer.keys.tokenKey.key, pending, issuer.sign(pending.body))));
  }
  return held.slice(0, count);
}

/** One presentation for each token, in answer to a challenge of its own. */
export async function presentAll(
  tokens: readonly HeldToken[],
  verifier: Verifier,
  redeemUrl: string,
  now: number,
): Promise<Presentation[]> {
  const presentations: Presentation[] = [];
  for (const token of tokens) {
    const challenge = await verifier.challenge(MODE.form, now, new Uint8Array(32));
    const { token: text, dpop } = await present(token, { redeem: redeemUrl, challenge });
    presentations.push({ token: text, proof: dpop });
  }
  return presentations;
}
