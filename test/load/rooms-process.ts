// The rooms beside the issuer, each behind its own listener, and the people who come to the issuer: they hold grants
// under the attester's own key, which is asked here without its door, since it is the issuer that is looked at.
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { finalize, loadDirectory, type MintKeys, type PendingMint, request } from '@bauta/sdk/client';
import {
  BATCH_REQUEST_MEDIA_TYPE,
  BATCH_SIZE,
  type Bytes,
  challengeForGrants,
  concat,
  type DirectoryKey,
  digestChallenge,
  encodePss,
  epochAt,
  formatBase64url,
  formatTokenAuthorization,
  grantNonceFor,
  nameOf,
  TOKEN_TYPE,
  writeBatchRequest,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import { type Listening, serve } from '@bauta/services/http/serve';
import { openVault } from '@bauta/services/keys/open-vault';
import { createSignerPool } from '@bauta/services/keys/signer-pool';
import { loopbackFetch } from '@bauta/services/loopback';
import { loadConfig } from '@bauta/services/settings/config';
import { parseFlags } from '@bauta/services/settings/flags';
import { secretFilesOnDisk } from '@bauta/services/settings/secret-files';
import { openStore } from '@bauta/services/store';
import { answerParent } from '../programs/child.ts';
import { type House, openHouse } from '../rooms/house.ts';
import { ownFigures } from './watched-process.ts';

/** Where the issuer is to be opened. */
export interface Place {
  readonly folder: string;
  readonly portBase: number;
  /** Unix seconds. */
  readonly now: number;
}

/** Bits of an encoded message under a modulus of 2,048 (RFC 8017 §9.1.1). */
const ENCODED_BITS = 2047;
/** In years. */
const AGE = 18;
/** Batches that a wallet may still finish. */
const KEPT = 5000;

interface Wallet {
  readonly keys: MintKeys;
  signGrant(body: Bytes): Promise<Bytes>;
}

let house: House | undefined;
let wallet: Wallet | undefined;
const listening: Listening[] = [];
const signers = createSignerPool(availableParallelism());
const genuine = new Map<number, PendingMint>();
let made = 0;

/** Opens witness, log and attester. */
async function open(portBase: number): Promise<Place> {
  const env = { PORT_BASE: String(portBase) };
  const away = async () => ({ fetch: () => new Response(null, { status: 404 }) });
  house = await openHouse(env, undefined, { elsewhere: { issuer: away, phone: away, 'demo-site': away } });
  const { attester, log, witness } = house.origins;
  for (const origin of [attester, log, witness]) {
    const door = house.doors.get(origin);
    if (door) listening.push(await serve(door, Number(new URL(origin).port)));
  }
  return { folder: house.folder, portBase, now: house.clock.now() };
}

/** Reads the issuer's keys once it stands. @returns the public key under which it signs, as SPKI */
async function meetIssuer(): Promise<Uint8Array> {
  const { clock, folder, origins } = house as House;
  const settings = { DATA_DIR: folder, PORT_BASE: new URL(origins.issuer).port };
  const config = loadConfig(settings, parseFlags(['attester', '--test-clock']), secretFilesOnDisk);
  const own = config.of('attester');
  const vault = openVault('attester', openStore(own.store), own.kek, signers, clock.now);
  const epoch = epochAt(clock.now());
  const slot = await vault.slot(AGE, epoch, 0);
  if (!slot) throw new Error('the attester has no key');
  const [issuerName, attesterName] = [nameOf(origins.issuer), nameOf(origins.attester)];
  const [tokenKey, grantKey] = [await currentKeyOf(issuerName, epoch), await currentKeyOf(attesterName, epoch)];
  const challengeDigest = await digestChallenge(challengeForGrants(attesterName, issuerName));
  wallet = {
    keys: { issuer: issuerName, attester: attesterName, tokenKey, grantKey },
    async signGrant(body) {
      const input = writeTokenInput({ nonce: await grantNonceFor(body), challengeDigest, tokenKeyId: slot.keyId });
      const encoded = await encodePss(input, new Uint8Array(randomBytes(48)), ENCODED_BITS);
      return concat(input, await slot.signer.sign(encoded));
    },
  };
  return tokenKey.key.spki;
}

async function currentKeyOf(name: string, epoch: string): Promise<DirectoryKey> {
  const { keys } = await loadDirectory(name, loopbackFetch);
  const key = keys.find((one) => one.epoch === epoch && one.threshold === AGE);
  if (!key) throw new Error(`${name} lists no key of ${epoch}`);
  return key;
}

/** A request for a batch, whole as it goes over the wire. */
export interface BatchPost {
  readonly request: Uint8Array;
  /** Of those that were blinded and can be finished: what `finish` is asked with. */
  readonly genuine?: number;
}

/**
 * Makes requests that the issuer has not seen, each with a grant of its own. Every twentieth is a wallet's own batch;
 * the others are of random numbers, which is all that blinded tokens are to an issuer, and take a fifth of the time.
 */
async function prepare(count: number): Promise<readonly BatchPost[]> {
  // What nobody has finished by now was refused.
  for (const old of genuine.keys()) if (old < made - KEPT) genuine.delete(old);
  const posts: BatchPost[] = [];
  for (let begun = 0; begun < count; begun += 20) {
    const some = Array.from({ length: Math.min(20, count - begun) }, (_, i) => prepareOne(i === 0));
    posts.push(...(await Promise.all(some)));
  }
  return posts;
}

async function prepareOne(isGenuine: boolean): Promise<BatchPost> {
  const { keys, signGrant } = wallet as Wallet;
  if (!isGenuine) {
    const body = drawBody(keys.tokenKey);
    return { request: writePost(body, await signGrant(body)) };
  }
  const pending = await request(keys);
  made++;
  genuine.set(made, pending);
  return { request: writePost(pending.body, await signGrant(pending.body)), genuine: made };
}

function drawBody({ key }: DirectoryKey): Bytes {
  const items = Array.from({ length: BATCH_SIZE }, () => {
    const blindedMessage = new Uint8Array(randomBytes(256));
    blindedMessage[0] = (blindedMessage[0] as number) & 0x7f;
    return {
      tokenType: TOKEN_TYPE,
      body: writeTokenRequest({ truncatedKeyId: key.truncatedId, blindedMessage }).slice(2),
    };
  });
  return writeBatchRequest(items);
}

function writePost(body: Bytes, grant: Bytes): Uint8Array {
  const { origins } = house as House;
  const lines = [
    'POST /token-request HTTP/1.1',
    `Host: ${new URL(origins.issuer).host}`,
    `Origin: ${origins.wallet}`,
    `Content-Type: ${BATCH_REQUEST_MEDIA_TYPE}`,
    `Authorization: ${formatTokenAuthorization(formatBase64url(grant))}`,
    'Accept: */*',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Mode: cors',
    'Sec-Fetch-Dest: empty',
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

/** Unblinds an answer as the wallet does. @returns how many tokens came of it. @throws AgeError on a wrong one */
async function finish(of: number, answer: Uint8Array): Promise<number> {
  const pending = genuine.get(of);
  if (!pending) throw new Error('no such batch');
  genuine.delete(of);
  const { tokenKey } = (wallet as Wallet).keys;
  return (await finalize(tokenKey.key, pending, new Uint8Array(answer))).length;
}

const methods = { open, meetIssuer, prepare, finish, ...ownFigures };
export type RoomsProcess = typeof methods;
answerParent(methods, async () => {
  for (const one of listening) await one.close();
  await signers.close();
  await house?.close();
});
