import { formatNoteKey } from '@bauta/sdk/protocol';
import { p256FromSeed, signEs256 } from '../generate/vectors/es256.ts';
import { invert, rsaFromSeed, type SeededRsa, signPss } from '../generate/vectors/rsa.ts';
import { hex, join, number, seeded, sha256 } from '../generate/vectors/seeded.ts';
import { writeTokenChallenge } from '../generate/vectors/wallet.ts';
import { ISSUER, KEYS, NOW, SITE, unlistedKey, worldToken } from '../generate/vectors/world.ts';
import { type CrookedOptions, crookedLog } from '../log/crooked-log.ts';
import { keysEntry, keysText, LOG, NOON, retireText, signerOf, smallText, upTo, WITNESSES } from '../log/ground.ts';
import { proofOf } from '../log/stapled.ts';
import type { HexPair, HexToken, JudgedSignature, LoggedScene, RsaNumbers, Scene } from './material.ts';
import { directoryOf } from './site.ts';

const hexOf = ({ d, x, y }: ReturnType<typeof p256FromSeed>): HexPair => ({ d: hex(d), x: hex(x), y: hex(y) });

const E = 65537n;

function numbersOf({ n, privateKey }: SeededRsa): RsaNumbers {
  const { p, q } = privateKey.export({ format: 'jwk' });
  const [one, other] = [p, q].map((part) => BigInt(`0x${Buffer.from(String(part), 'base64url').toString('hex')}`));
  const d = invert(E, ((one as bigint) - 1n) * ((other as bigint) - 1n));
  return { n: n.toString(16), d: d.toString(16) };
}

function tokenBy(name: string, change: Parameters<typeof worldToken>[0] = {}): HexToken {
  const holder = p256FromSeed(`runtimes ${name}`);
  return { token: hex(worldToken({ holder, ...change })), holder: hexOf(holder) };
}

/** What the bodies of the platform's cryptography could differ in. */
function judgedSignatures(): JudgedSignature[] {
  const message = seeded('message')(50);
  const rsa = KEYS.current.rsa;
  const pss = (salt: number) => signPss(rsa, message, seeded('salt')(salt));
  const ofRsa = (name: string, signature: Uint8Array, isGood = false): JudgedSignature => ({
    ...{ name, kind: 'RSA-PSS', key: hex(number(rsa.n, 256)), message: hex(message) },
    ...{ signature: hex(signature), isGood },
  });
  const { x, y, ...secret } = p256FromSeed('holder');
  const mark = signEs256({ x, y, ...secret }, message);
  const zeros = new Uint8Array(32);
  const ofP256 = (name: string, key: Uint8Array, signature: Uint8Array, isGood = false): JudgedSignature => ({
    ...{ name, kind: 'ES256', key: hex(key), message: hex(message), signature: hex(signature), isGood },
  });
  const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const prime = number(2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n, 32);
  return [
    ofRsa('a salt of 48 bytes', pss(48), true),
    ...[0, 20, 32, 47, 49].map((length) => ofRsa(`a salt of ${length} bytes`, pss(length))),
    ofRsa('no bytes', new Uint8Array()),
    ofRsa('255 bytes', pss(48).slice(1)),
    ofRsa('257 bytes', join(pss(48), Uint8Array.of(0))),
    ofRsa('zero', new Uint8Array(256)),
    ofRsa('the modulus', number(rsa.n, 256)),
    ofRsa('the largest number', new Uint8Array(256).fill(0xff)),
    ofRsa('a bit changed', flip(pss(48), 100)),
    ofP256('as it should be', join(x, y), mark, true),
    ofP256('a bit changed', join(x, y), flip(mark, 40)),
    ofP256('no bytes', join(x, y), new Uint8Array()),
    ofP256('63 bytes', join(x, y), mark.slice(1)),
    ofP256('65 bytes', join(x, y), join(mark, Uint8Array.of(0))),
    ofP256('r = 0', join(x, y), join(zeros, mark.slice(32))),
    ofP256('s = 0', join(x, y), join(mark.slice(0, 32), zeros)),
    ofP256('r and s beyond the order', join(x, y), new Uint8Array(64).fill(0xff)),
    ofP256('a point off the curve', join(x, x), mark),
    ofP256('the point (0, 0)', join(zeros, zeros), mark),
    ofP256('a coordinate of the prime', join(prime, y), mark),
    ofP256('coordinates of 31 bytes', join(x.slice(1), y.slice(1)), mark),
    ofP256('coordinates of 33 bytes', join(Uint8Array.of(0), x, Uint8Array.of(0), y), mark),
    ...edwards(),
  ];
}

/** RFC 8032 §7.1, test 2, and what must not pass for it. */
function edwards(): JudgedSignature[] {
  const key = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';
  const half = '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da';
  const s = '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';
  // S + L is the other half of a signature that RFC 8032 §5.1.7 refuses.
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const little = (text: string) => BigInt(`0x${Buffer.from(text, 'hex').reverse().toString('hex')}`);
  const malleated = hex(number(little(s) + L, 32).reverse());
  const row = (name: string, signature: string, isGood = false, publicKey = key): JudgedSignature => ({
    ...{ name, kind: 'Ed25519', key: publicKey, message: '72', signature, isGood },
  });
  return [
    row('as it should be', half + s, true),
    row('S beyond the order', half + malleated),
    row('no bytes', ''),
    row('63 bytes', (half + s).slice(2)),
    row('65 bytes', `${half}${s}00`),
    row('zeros', '00'.repeat(64)),
    row('a key of 31 bytes', half + s, false, key.slice(2)),
    row('a key that is no point', half + s, false, `02${'00'.repeat(31)}`),
    row('a key of ones', half + s, false, 'ff'.repeat(32)),
  ];
}

const EPOCHS = ['2026-W44', '2026-W45', '2026-W46', '2026-W47', '2026-W48', '2026-W49'];
const CURRENT = '2026-W47';
const AT = EPOCHS.indexOf(CURRENT);
const DAY = 86_400;

const entryOf = (epoch: string, name = epoch): Promise<string> => keysText([[18, 0, name]], { epoch });

interface LogPlay {
  readonly expected?: string;
  /** What the log holds, in place of a key for each epoch. */
  readonly texts?: readonly string[];
  readonly log?: CrookedOptions;
  /** `null`: none. */
  readonly proof?: string | null;
  readonly proofOptions?: CrookedOptions;
  readonly keyName?: string;
  readonly seen?: string;
  readonly now?: number;
  readonly trust?: Partial<LoggedScene['trust']>;
}

async function logScene(name: string, play: LogPlay, honest: readonly string[]): Promise<LoggedScene> {
  const { expected = 'accepted', texts = honest, keyName = CURRENT, now = NOON } = play;
  const fetch = await crookedLog(texts, play.log);
  const files: Record<string, string> = {};
  const tiles = ['checkpoint', ...upTo(4).flatMap((i) => pathsOf(texts.length, i))];
  for (const path of tiles) {
    const answer = await fetch(`https://log.example/${path}`);
    if (answer.ok) files[path] = hex(new Uint8Array(await answer.arrayBuffer()));
  }
  const proof = play.proof ?? (await proofOf(texts, AT, play.proofOptions));
  const { keys } = await keysEntry([[18, 0, keyName]], { epoch: CURRENT });
  const spki = hex(keys[0]?.spki ?? new Uint8Array());
  return {
    ...{ name, expected, now, files },
    key: { threshold: 18, epoch: CURRENT, generation: 0, spki },
    trust: {
      ...{ key: formatNoteKey(LOG.key), witnesses: WITNESSES.map(({ key }) => formatNoteKey(key)), quorum: 2 },
      ...play.trust,
    },
    ...(play.proof === null ? {} : { proof }),
    ...(play.seen === undefined ? {} : { seen: play.seen }),
  };
}

/** Every file that a log of this size may be asked for: levels 0 and 1 and the entries, whole and cut. */
function pathsOf(size: number, index: number): string[] {
  const place = `00${index}`;
  const width = Math.min(size - 256 * index, 256);
  if (width <= 0) return [];
  const ending = width === 256 ? '' : `.p/${width}`;
  const above = size >> 8;
  return [
    ...['0', 'entries'].map((level) => `tile/${level}/${place}${ending}`),
    ...(index === 0 && above > 0 ? [`tile/1/000.p/${above}`] : []),
  ];
}

async function checkpointOf(texts: readonly string[], options: CrookedOptions = {}): Promise<string> {
  return (await (await crookedLog(texts, options))('https://log.example/checkpoint')).text();
}

async function logScenes(): Promise<LoggedScene[]> {
  const honest = await Promise.all(EPOCHS.map((epoch) => entryOf(epoch)));
  const other = honest.with(0, await entryOf('2026-W44', 'another'));
  const retired = [...honest, await retireText([18, 0, CURRENT], { epoch: CURRENT })];
  const signer = await signerOf('other.example/log', 'log');
  const liar = await signerOf('w.example/3', 'witness');
  const [witness] = WITNESSES;
  if (!witness) throw new Error('no witness');
  const long = [...honest, ...upTo(300).map(smallText)];
  const plays: Readonly<Record<string, LogPlay>> = {
    'a key that the log shows': {},
    'behind 300 entries': { texts: long },
    'with the checkpoint of a shorter log seen before': { seen: await checkpointOf(honest.slice(0, AT + 1)) },
    'without a proof': { expected: 'ERR_LOG_PROOF', proof: null },
    'with something else in place of a proof': { expected: 'ERR_LOG_MALFORMED', proof: 'c2sp.org/tlog-proof@v1\n' },
    'with the proof of another entry': { expected: 'ERR_LOG_PROOF', proof: await proofOf(honest, AT + 1) },
    'with a proof of 25 hours ago': { expected: 'ERR_LOG_STALE', proofOptions: { at: NOON - 25 * 3600 } },
    'with a proof that one witness saw': { expected: 'ERR_LOG_QUORUM', proofOptions: { witnesses: [witness] } },
    'with a proof of a false witness': { expected: 'ERR_LOG_QUORUM', proofOptions: { witnesses: [witness, liar] } },
    'with the proof of another log': { expected: 'ERR_LOG_SIGNATURE', proofOptions: { signer } },
    'in place of the one in the log': { expected: 'ERR_LOG_PROOF', keyName: 'mine alone' },
    'of a tree that the log does not show': { expected: 'ERR_LOG_PROOF', proof: await proofOf(other, AT) },
    'in a log with two keys for one slot': {
      expected: 'ERR_LOG_SLOT',
      texts: [...honest, await entryOf(CURRENT, 'another')],
    },
    'that was retired': { expected: 'ERR_LOG_PROOF', texts: retired },
    'in a log that was rewritten': { expected: 'ERR_LOG_PROOF', seen: await checkpointOf(other) },
    'in a log that was cut': { expected: 'ERR_LOG_PROOF', seen: await checkpointOf(retired) },
    'in a log that no witness saw for two days': { expected: 'ERR_LOG_STALE', now: NOON + 2 * DAY },
    'in a log of another': { expected: 'ERR_LOG_SIGNATURE', log: { signer } },
    'in a log that one witness saw': { expected: 'ERR_LOG_QUORUM', log: { witnesses: [witness] } },
    'in a log that lacks a file': {
      expected: 'ERR_LOG_MALFORMED',
      log: { files: new Map([['tile/entries/000.p/6', undefined]]) },
    },
    'in a log that gives other entries': { expected: 'ERR_LOG_PROOF', log: { signedFor: other } },
  };
  return Promise.all(Object.entries(plays).map(([name, play]) => logScene(name, play, honest)));
}

type Written = { 'token-keys': Record<string, unknown>[] } & Record<string, unknown>;

/** Directories as an issuer should not write them. */
function directoryTexts(): Scene['directories'] {
  const good = directoryOf(SITE, NOW);
  const edited = (edit: (written: Written, keys: Written['token-keys']) => void): string => {
    const written: Written = JSON.parse(good);
    edit(written, written['token-keys']);
    return JSON.stringify(written);
  };
  const [first] = SITE.keys;
  const rows: Readonly<Record<string, readonly [expected: string, text: string]>> = {
    'not JSON': ['ERR_DIRECTORY_MALFORMED', '<html>'],
    'a member twice': ['ERR_DIRECTORY_MALFORMED', good.replace('{', '{"issuer-request-uri":"a",')],
    'a list': ['ERR_DIRECTORY_MALFORMED', '[]'],
    'no keys at all': ['accepted', edited((written) => Object.assign(written, { 'token-keys': [] }))],
    'keys in an object': ['ERR_DIRECTORY_MALFORMED', edited((written) => Object.assign(written, { 'token-keys': {} }))],
    'another address': [
      'ERR_DIRECTORY_MALFORMED',
      edited((written) => Object.assign(written, { 'issuer-request-uri': 'https://other.example/token-request' })),
    ],
    'a key of another window': ['accepted', edited((_, [key]) => Object.assign(key ?? {}, { 'not-before': 0 }))],
    'a key of another type': ['accepted', edited((_, [key]) => Object.assign(key ?? {}, { 'token-type': 1 }))],
    'a key of rubbish': ['ERR_KEY_MALFORMED', edited((_, [key]) => Object.assign(key ?? {}, { 'token-key': 'AAAA' }))],
    'a key twice': ['ERR_DIRECTORY_MALFORMED', edited((_, keys) => keys.push({ ...keys[0] }))],
    'unknown members': [
      'accepted',
      edited((written, [key]) => Object.assign(key ?? {}, Object.assign(written, { more: 1 }) && { more: 1 })),
    ],
  };
  if (first === undefined) throw new Error('no key');
  return Object.entries(rows).map(([name, [expected, text]]) => ({ name, text, expected }));
}

/** The scene that every runtime plays: public seeds alone, so the same in every run. */
export async function writeScene(): Promise<Scene> {
  const grantRsa = rsaFromSeed('attester 18 2026-W47');
  return {
    now: NOW,
    site: SITE,
    tokens: upTo(3).map((i) => tokenBy(`token ${i}`)),
    badTokens: {
      'unlisted key': tokenBy('unlisted', { rsa: unlistedKey() }),
      'next epoch': tokenBy('next', { rsa: KEYS.next.rsa }),
      'another age': tokenBy('age', { rsa: KEYS.young.rsa }),
      'another issuer': tokenBy('issuer', { challengeDigest: sha256(writeTokenChallenge(`other.${ISSUER}`)) }),
      'empty salt': tokenBy('salt', { salt: new Uint8Array() }),
    },
    issuerKey: numbersOf(KEYS.current.rsa),
    grantKey: { ...numbersOf(grantRsa), spki: hex(grantRsa.spki) },
    holders: upTo(30).map((i) => hexOf(p256FromSeed(`runtimes holder ${i}`))),
    signatures: judgedSignatures(),
    logs: await logScenes(),
    directories: directoryTexts(),
  };
}
