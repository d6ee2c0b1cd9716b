import { createHash, generateKeyPairSync } from 'node:crypto';
import { writeTokenKey } from '@bauta/sdk/protocol';
import type { Fixture } from '../fixture.ts';
import { changeDirectory, changeHeaders, isDirectory, issuer } from './frame.ts';

/** A key of the right form that nobody logged. @param person whoever is to be recognised by it */
function keyOf(person: string): string {
  const known = keys.get(person);
  if (known !== undefined) return known;
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const modulus = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url'));
  const key = Buffer.from(writeTokenKey(modulus)).toString('base64url');
  keys.set(person, key);
  return key;
}
const keys = new Map<string, string>();

/** RSA of 1,024 bits, as OpenSSL writes it. */
const shortKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 1024 })
    .publicKey.export({ format: 'der', type: 'spki' })
    .toString('base64url');

/** The exponent 3 in the place of 65537. */
function withExponentThree(): string {
  const bytes = Buffer.from(keyOf('three'), 'base64url');
  return Buffer.concat([bytes.subarray(0, -3), Uint8Array.of(0, 0, 3)]).toString('base64url');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Faults in what the directory lists, and in how it lists it. */
export const keyFixtures: readonly Fixture[] = [
  issuer(
    {
      name: 'keys-by-cookie',
      sentence: 'Whoever sends a cookie is shown a signing key of their own.',
      seenAt: 'threats.md A1: key partitioning; the first question of Kagi’s users',
      fails: ['I-02'],
    },
    () =>
      changeDirectory((listed, request) => {
        const cookie = request.headers.get('cookie');
        const [first] = listed['token-keys'];
        if (cookie !== null && first !== undefined) first['token-key'] = keyOf('somebody');
      }),
  ),
  issuer(
    {
      name: 'keys-by-user-agent',
      sentence: 'Each make of browser is shown a signing key of its own.',
      seenAt: 'threats.md A1: key partitioning',
      fails: ['I-02'],
    },
    () =>
      changeDirectory((listed, request) => {
        const agent = /Firefox|iPhone|curl/.exec(request.headers.get('user-agent') ?? '')?.[0];
        const [first] = listed['token-keys'];
        if (agent !== undefined && first !== undefined) first['token-key'] = keyOf(agent);
      }),
  ),
  issuer(
    {
      name: 'short-modulus',
      sentence: 'A listed key has 1,024 bits.',
      seenAt: 'threats.md A2: malicious key, short n',
      fails: ['I-01'],
    },
    () => withOtherForm(shortKey()),
  ),
  issuer(
    {
      name: 'exponent-three',
      sentence: 'A listed key has the public exponent 3.',
      seenAt: 'threats.md A2: malicious key, e = 3',
      fails: ['I-01'],
    },
    () => withOtherForm(withExponentThree()),
  ),
  issuer(
    {
      name: 'two-keys-for-one-slot',
      sentence: 'Two keys are listed for one week and age, so that people can be split in two.',
      seenAt: 'threats.md A1: a second key for the same slot',
      fails: ['I-02'],
    },
    () =>
      changeDirectory((listed) => {
        const [first] = listed['token-keys'];
        if (first !== undefined) listed['token-keys'].push({ ...first, 'token-key': keyOf('second half') });
      }),
  ),
  issuer(
    {
      name: 'proof-missing',
      sentence: 'The directory says that a log holds its keys, and shows no proof for one of its weeks.',
      seenAt: 'threats.md A1: keys that the log does not prove',
      fails: ['I-02'],
    },
    () =>
      changeDirectory((listed) => {
        const [first] = listed['token-keys'];
        if (first !== undefined) delete listed.proof?.[first.epoch];
      }),
  ),
  issuer(
    {
      name: 'proof-of-another-key',
      sentence: 'One of the keys is not the one that the log holds for its week.',
      seenAt: 'threats.md A1: serving a key that was never logged',
      fails: ['I-02'],
    },
    () =>
      changeDirectory((listed) => {
        const last = listed['token-keys'].at(-1);
        if (last !== undefined) last['token-key'] = keyOf('everybody');
      }),
  ),
  issuer(
    {
      name: 'no-next-key',
      sentence: 'Only the key in use is listed; the next one appears at the moment of its use.',
      seenAt: 'threats.md A1: keys not published an epoch ahead',
      fails: ['I-07'],
    },
    () =>
      changeDirectory((listed) => {
        const [first] = listed['token-keys'];
        listed['token-keys'] = first === undefined ? [] : [first];
      }),
  ),
  issuer(
    {
      name: 'never-cached',
      sentence: 'No cache may keep the directory, so that each person gets a copy made for them.',
      seenAt: 'protocol.md BP-DIR-1: a directory that depends on the request',
      fails: ['I-01'],
    },
    () =>
      changeHeaders((headers, request) => isDirectory(request) && headers.set('cache-control', 'private, no-store')),
  ),
  issuer(
    {
      name: 'etag-per-visitor',
      sentence: 'Each visitor gets an ETag of their own, which their browser sends back.',
      seenAt: 'threats.md A6: validators that work as cookies',
      fails: ['I-05'],
    },
    () => {
      let visits = 0;
      return changeHeaders(
        (headers, request) => isDirectory(request) && headers.set('etag', `"${digest(String(visits++))}"`),
      );
    },
  ),
  issuer(
    {
      name: 'cookie-on-directory',
      sentence: 'The directory sets a cookie that lasts a year.',
      seenAt: 'threats.md A6: cookies on the issuer’s origin',
      fails: ['I-05'],
    },
    () =>
      changeHeaders(
        (headers, request) => isDirectory(request) && headers.append('set-cookie', 'lb=7f3a; Max-Age=31536000; Path=/'),
      ),
  ),
];

function withOtherForm(key: string) {
  return changeDirectory((listed) => {
    const last = listed['token-keys'].at(-1);
    if (last !== undefined) last['token-key'] = key;
    // Without a log, so that the form alone is at fault.
    delete listed.proof;
  });
}
