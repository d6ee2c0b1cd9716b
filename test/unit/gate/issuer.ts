import { constants, generateKeyPairSync, type KeyObject, privateDecrypt, sign } from 'node:crypto';
import { finalize, type HeldToken, request } from '@bauta/sdk/client';
import {
  type Bytes,
  type DirectoryKey,
  type Epoch,
  epochAt,
  formatDirectory,
  originOf,
  parseBase64url,
  readBatchRequest,
  readTokenKey,
  writeBatchResponse,
  writeTokenKey,
} from '@bauta/sdk/protocol';

/** An issuer in this process: it signs whatever it is asked, and stands for its directory's address too. */
export interface TestIssuer {
  readonly name: string;
  /** The key of a slot, made and listed when it is asked for. */
  list(slot: { threshold?: number; epoch?: Epoch }): Promise<DirectoryKey>;
  /** A batch of 30 tokens under `key`, which is the one of age 18 and the current epoch unless given. */
  mint(key?: DirectoryKey): Promise<HeldToken[]>;
  /** Signs without blinding. */
  sign(key: DirectoryKey, message: Uint8Array, saltLength: number): Bytes;
  readonly fetch: (url: string) => Promise<Response>;
  /** False: the directory does not answer. */
  isReachable: boolean;
  readonly current: DirectoryKey;
}

export async function createTestIssuer(name: string, now: number): Promise<TestIssuer> {
  const privateKeys = new Map<DirectoryKey, KeyObject>();

  async function list({ threshold = 18, epoch = epochAt(now) }): Promise<DirectoryKey> {
    const known = [...privateKeys.keys()].find((key) => key.threshold === threshold && key.epoch === epoch);
    if (known) return known;
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const modulus = parseBase64url(publicKey.export({ format: 'jwk' }).n as string);
    const key = await readTokenKey(writeTokenKey(modulus));
    // Two live keys with one truncated id would spoil the directory, here as anywhere.
    if ([...privateKeys.keys()].some((listed) => listed.key.truncatedId === key.truncatedId)) {
      return list({ threshold, epoch });
    }
    const listed = { threshold, epoch, generation: 0, key };
    privateKeys.set(listed, privateKey);
    return listed;
  }

  const current = await list({});
  const privateKeyOf = (key: DirectoryKey): KeyObject => privateKeys.get(key) as KeyObject;

  const issuer: TestIssuer = {
    name,
    current,
    list,
    async mint(key = current) {
      const pending = await request({ issuer: name, attester: 'attester.example', tokenKey: key, grantKey: key });
      const answers = readBatchRequest(pending.body).map(({ tokenType, body }) => ({
        tokenType,
        body: new Uint8Array(
          privateDecrypt({ key: privateKeyOf(key), padding: constants.RSA_NO_PADDING }, body.subarray(1)),
        ),
      }));
      return finalize(key.key, pending, writeBatchResponse(answers));
    },
    sign(key, message, saltLength) {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return new Uint8Array(sign('sha384', message, { key: privateKeyOf(key), padding, saltLength }));
    },
    isReachable: true,
    async fetch(url) {
      if (!issuer.isReachable) throw new TypeError('fetch failed');
      if (!url.startsWith(originOf(name))) throw new TypeError(`asked ${url}`);
      const keys = [...privateKeys.keys()].map(({ key, ...slot }) => ({ ...slot, spki: key.spki }));
      return new Response(formatDirectory({ requestUrl: `${originOf(name)}/token-request`, keys, now }));
    },
  };
  return issuer;
}
