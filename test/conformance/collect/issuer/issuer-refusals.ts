import { randomBytes } from 'node:crypto';
import type { ReadTokenKey } from '../../reading/token-key.ts';
import { SINGLE_TYPE, writeSingle } from '../crypto/request.ts';
import { authorizationOf, forgeGrant } from '../crypto/token.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { type Believed, findBelieved, readableKeys, requestUrlOf, seenDirectory } from './find-issuer-keys.ts';

/** Instances of each wrong input, all different. */
const EACH = 4;

/** A request that is no good, whichever chance fills it. */
interface Wrong {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

type MakeWrong = (key: ReadTokenKey, believed: Believed | undefined) => Wrong | undefined;

/** The ways to be wrong, by name. Undefined where a way cannot be gone, for want of a key to name. */
const WRONGS: Readonly<Record<string, MakeWrong>> = {
  'no-grant': (key) => ({ body: drawSingle(key), headers: {} }),
  'short-grant': (key) => ({ body: drawSingle(key), headers: { authorization: authorizationOf(randomBytes(50)) } }),
  'other-scheme': (key) => ({
    body: drawSingle(key),
    headers: { authorization: `Bearer ${randomBytes(32).toString('hex')}` },
  }),
  'unknown-key': (key, believed) => {
    const challenge = believed?.challenge.bytes ?? randomBytes(40);
    return withGrant(drawSingle(key), (body) => forgeGrant(body, challenge, randomBytes(32)));
  },
  'other-body': (key, believed) =>
    believed &&
    withGrant(drawSingle(key), () => forgeGrant(randomBytes(259), believed.challenge.bytes, believed.keyId)),
  'forged-signature': (key, believed) =>
    believed && withGrant(drawSingle(key), (body) => forgeGrant(body, believed.challenge.bytes, believed.keyId)),
  'wrong-size': (key) => ({ body: drawSingle(key).subarray(1), headers: {} }),
};

/**
 * Requests for a signature that must be refused: seven ways to be wrong, four instances of each with other content, as
 * exchanges labelled `refusal-WAY`; and the same hopeless request once plainly and then with a made-up site's name in
 * several places, labelled `site-none`, `site-origin`, `site-referer`, `site-query` and `site-header`. A fact `canary` is
 * that site's host. `whose-grants` and `their-keys` are the way there.
 */
export const issuerRefusals: ProbeAct = {
  name: 'issuer-refusals',
  title: { en: 'Asking for signatures without any right', fr: 'Demander des signatures sans y avoir droit' },
  needs: ['authority'],
  async run(context) {
    const { record } = context;
    const directory = seenDirectory(context);
    const key = directory === undefined ? undefined : readableKeys(directory)[0];
    const url = directory === undefined ? undefined : requestUrlOf(context, directory);
    if (key === undefined || url === undefined) return record.leave('not-our-protocol');
    const believed = await findBelieved(context, url, key);
    for (let i = 0; i < EACH; i++) await askWrongly(context, url, key, believed);
    await askNamingSite(context, url, key);
  },
};

async function askWrongly(
  { http, record }: ProbeContext,
  url: string,
  key: ReadTokenKey,
  believed: Believed | undefined,
): Promise<void> {
  for (const [name, make] of Object.entries(WRONGS)) {
    const wrong = make(key, believed);
    if (wrong === undefined) continue;
    const headers = { 'content-type': SINGLE_TYPE, ...wrong.headers };
    await http.send(record, { method: 'POST', url, headers, body: wrong.body, label: `refusal-${name}` });
  }
}

async function askNamingSite({ http, record, random }: ProbeContext, url: string, key: ReadTokenKey): Promise<void> {
  const canary = `${random(12)}.example`;
  const site = `https://${canary}`;
  record.add({ kind: 'fact', label: 'canary', value: canary });
  const body = drawSingle(key);
  const ways: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['none', url, {}],
    ['origin', url, { origin: site }],
    ['referer', url, { referer: `${site}/video/1` }],
    ['query', `${url}?client_id=${canary}&redirect_uri=${encodeURIComponent(site)}&origin=${canary}`, {}],
    ['header', url, { 'x-client-id': canary, 'x-site': site }],
  ];
  for (const [way, address, extra] of ways) {
    const headers = { 'content-type': SINGLE_TYPE, ...extra };
    await http.send(record, { method: 'POST', url: address, headers, body, label: `site-${way}` });
  }
}

function drawSingle({ truncatedId }: ReadTokenKey): Uint8Array {
  const blinded = randomBytes(256);
  // Below any modulus of 2,048 bits, and above one.
  blinded[0] = 0x01;
  return writeSingle(truncatedId, blinded);
}

const withGrant = (body: Uint8Array, forge: (body: Uint8Array) => Uint8Array): Wrong => ({
  body,
  headers: { authorization: authorizationOf(forge(body)) },
});
