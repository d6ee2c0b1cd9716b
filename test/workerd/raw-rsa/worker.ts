// A Worker that signs what it is sent: for tests of the signer of Workers.
import { AgeError, parseBase64url } from '@bauta/sdk/protocol';
import { drawWithWebCrypto } from '../../../services/keys/draw-with-web-crypto.ts';
import { openRawRsaKey, rawRsaSign } from '../../../services/keys/raw-rsa-signer.ts';

/** What comes in as JSON; bytes as base64url. */
export interface SignOrder {
  readonly pkcs8: string;
  readonly publicKey: string;
  readonly blinded: readonly string[];
}

const encode = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

async function sign({ pkcs8, publicKey, blinded }: SignOrder): Promise<object> {
  const secret = parseBase64url(pkcs8);
  const key = openRawRsaKey(secret, parseBase64url(publicKey));
  secret.fill(0);
  const outcomes = blinded.map(async (message) => {
    try {
      return encode(await rawRsaSign(key, parseBase64url(message)));
    } catch (error) {
      return error instanceof AgeError ? error.code : 'a fault';
    }
  });
  const isReadable = await crypto.subtle.exportKey('pkcs8', await key.privateKey).then(
    () => true,
    () => false,
  );
  return { outcomes: await Promise.all(outcomes), isReadable };
}

async function draw(): Promise<object> {
  const { privateKey, publicKey } = await drawWithWebCrypto();
  return { pkcs8: encode(privateKey.export({ format: 'der', type: 'pkcs8' })), publicKey: encode(publicKey) };
}

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(request.method === 'POST' ? await sign((await request.json()) as SignOrder) : await draw());
  },
};
