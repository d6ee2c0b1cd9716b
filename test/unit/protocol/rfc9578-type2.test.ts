import { constants, createPrivateKey, privateDecrypt } from 'node:crypto';
import {
  type Blinded,
  type Bytes,
  blind,
  concat,
  digestChallenge,
  finalize as finalizeOne,
  formatHex,
  parseHex,
  readToken,
  readTokenChallenge,
  readTokenKey,
  readTokenRequest,
  readTokenResponse,
  verifySignature,
  writeToken,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { loadCases } from './vectors.ts';

interface Case {
  privateKeyPem: string;
  tokenKey: string;
  tokenChallenge: string;
  nonce: string;
  blind: string;
  salt: string;
  tokenRequest: string;
  tokenResponse: string;
  token: string;
}

describe('RFC 9578 Appendix B.2, token type 0x0002', () => {
  it.each(loadCases<Case>('rfc9578-type2.json'))('case %#', async (vector) => {
    const key = await readTokenKey(parseHex(vector.tokenKey));
    const input = writeTokenInput({
      nonce: parseHex(vector.nonce),
      challengeDigest: await digestChallenge(readTokenChallenge(parseHex(vector.tokenChallenge))),
      tokenKeyId: key.id,
    });
    const source = { salt: (): Bytes => parseHex(vector.salt), factor: (): bigint => BigInt(`0x${vector.blind}`) };
    const [blinded] = (await blind(key, [input], source)) as [Blinded];
    const request = { truncatedKeyId: key.truncatedId, blindedMessage: blinded.blindedMessage };
    expect(formatHex(writeTokenRequest(request))).toBe(vector.tokenRequest);
    expect(readTokenRequest(parseHex(vector.tokenRequest))).toEqual(request);

    const privateKey = createPrivateKey(Buffer.from(vector.privateKeyPem, 'hex'));
    const signed = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded.blindedMessage);
    expect(signed.toString('hex')).toBe(vector.tokenResponse);

    const response = readTokenResponse(parseHex(vector.tokenResponse));
    const authenticator = await finalizeOne(key, input, response, blinded.inverse);
    expect(formatHex(concat(input, authenticator))).toBe(vector.token);

    const token = readToken(parseHex(vector.token));
    expect(formatHex(writeToken(token))).toBe(vector.token);
    expect(await verifySignature(key, input, token.authenticator)).toBe(true);
  });
});
