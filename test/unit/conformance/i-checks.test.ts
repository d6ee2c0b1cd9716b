import { createHash, generateKeyPairSync } from 'node:crypto';
import { writeTokenKey } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../conformance/checks/check.ts';
import { issuerChecks } from '../../conformance/checks/issuer/index.ts';
import { blind, unblind } from '../../conformance/collect/crypto/blind.ts';
import type { Json } from '../../conformance/evidence/observation.ts';
import { power, toBytes, toNumber } from '../../conformance/reading/big-number.ts';
import { keyEntriesOf } from '../../conformance/reading/key-entry.ts';
import { readLogProof } from '../../conformance/reading/log-proof.ts';
import { hashLeaf, rootOf } from '../../conformance/reading/merkle.ts';
import { type ReadTokenKey, readTokenKey } from '../../conformance/reading/token-key.ts';
import { type Planted, plant } from './build-evidence.ts';

const TARGET = 'http://issuer.test';
const DIRECTORY = '/.well-known/private-token-issuer-directory';
const ASK = '/token-request';
const TYPE = { 'content-type': 'application/private-token-issuer-directory', 'cache-control': 'public, max-age=3600' };
const DATE = { date: 'Wed, 18 Nov 2026 12:00:00 GMT' };

const makeKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const modulus = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url'));
  const exponent = toNumber(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'));
  return { key: readTokenKey(writeTokenKey(modulus)) as ReadTokenKey, exponent };
};
const [current, next] = [makeKey(), makeKey()];
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const listed = ({ key }: typeof current, epoch: string, from: number) => ({
  'token-type': 2,
  'token-key': text(key.spki),
  'not-before': from,
  'not-after': from + 1_814_400,
  threshold: 18,
  epoch,
  generation: 0,
});
const KEYS = [listed(current, '2026-W47', 1_794_182_400), listed(next, '2026-W48', 1_794_787_200)];

/** A log that holds one entry: its root is the entry's leaf. */
function proofOf({ epoch, ...key }: (typeof KEYS)[number], root?: string): string {
  const spki = new Uint8Array(Buffer.from(key['token-key'], 'base64url'));
  const [entry] = keyEntriesOf('issuer.test', epoch, [{ tokenType: 2, text: '', spki, threshold: 18, generation: 0 }]);
  const head = root ?? Buffer.from(hashLeaf(entry ?? new Uint8Array())).toString('base64');
  return `c2sp.org/tlog-proof@v1\nindex 0\n\nlog-${epoch}\n1\n${head}\n\n— log-${epoch} AAAA\n`;
}
const PROOFS = Object.fromEntries(KEYS.map((key) => [key.epoch, proofOf(key)]));
const directory = (change: object = {}): string =>
  JSON.stringify({
    'issuer-request-uri': `${TARGET}${ASK}`,
    'batch-size': 30,
    'token-keys': KEYS,
    proof: PROOFS,
    ...change,
  });

interface Told {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly label?: string;
}
const ask = (p: Planted, { body = directory(), headers = {}, label = 'directory-plain' }: Told = {}) =>
  p.exchange({ label, url: DIRECTORY, headers: { ...TYPE, ...DATE, ...headers }, body });

const checkOf = (id: string): Check => issuerChecks.find((check) => check.id === id) as Check;
const judge = (id: string, planting: ReturnType<typeof plant>) => {
  const { outcome, findings, reason } = checkOf(id).judge(planting.view());
  return { outcome, rules: findings.map(({ rule }) => rule), reason };
};
const PASSED = { outcome: 'passed', rules: [], reason: undefined };
const failed = (...rules: string[]) => ({ outcome: 'failed', rules, reason: undefined });
const untested = (reason: string) => ({ outcome: 'untested', rules: [], reason });
const issuer = () => plant('issuer', TARGET);
const withDirectory = (...told: Told[]) =>
  issuer().probe('issuer-directory', (p) => {
    for (const one of told.length === 0 ? [{}] : told) ask(p, one);
  });
const keysWith = (change: object) => directory({ 'token-keys': [{ ...KEYS[0], ...change }, KEYS[1]] });

describe('I-01, the form of the directory', () => {
  it('passes the agreed form', () => expect(judge('I-01', withDirectory())).toEqual(PASSED));
  it.each<[string, Told]>([
    ['media-type', { headers: { 'content-type': 'application/json' } }],
    ['too-large', { body: directory({ filler: 'x'.repeat(70_000) }) }],
    ['caching', { headers: { 'cache-control': 'no-store' } }],
    ['caching', { headers: { 'cache-control': 'public, max-age=31536000' } }],
    ['no-request-address', { body: directory({ 'issuer-request-uri': 'http://elsewhere.test/token-request' }) }],
    ['key-form', { body: keysWith({ 'token-key': text(current.key.spki.subarray(1)) }) }],
    ['key-times', { body: keysWith({ 'not-after': 1_795_996_801 }) }],
    ['key-times', { headers: { date: 'Wed, 16 Dec 2026 12:00:00 GMT' } }],
  ])('fails for %s', (rule, told) => expect(judge('I-01', withDirectory(told))).toEqual(failed(rule)));
  it('passes keys that name no week', () => {
    const keys = KEYS.map(({ 'token-type': type, 'token-key': key }) => ({ 'token-type': type, 'token-key': key }));
    expect(judge('I-01', withDirectory({ body: directory({ 'token-keys': keys }) }))).toEqual(PASSED);
  });
  it('is untested without one', () => {
    expect(judge('I-01', withDirectory({ body: '<html>' }))).toEqual(untested('not-our-protocol'));
    expect(judge('I-01', issuer().untested('issuer-directory', 'no-answer'))).toEqual(untested('no-answer'));
  });
});

describe('I-02, the same keys for everyone', () => {
  it('passes the same keys, each proven', () =>
    expect(judge('I-02', withDirectory({}, { label: 'directory-cookie' }))).toEqual(PASSED));
  it('fails for other keys with a cookie', () => {
    const other = { label: 'directory-cookie', body: keysWith({ 'token-key': text(makeKey().key.spki) }) };
    expect(judge('I-02', withDirectory({}, other))).toEqual(failed('keys-differ'));
  });
  it('does not fail for the same keys in another order, or with newer proofs', () => {
    const other = { label: 'directory-later', body: directory({ 'token-keys': [...KEYS].reverse(), more: 1 }) };
    expect(judge('I-02', withDirectory({}, other))).toEqual(PASSED);
  });
  it('fails for two keys in one place', () => {
    const both = directory({ 'token-keys': [...KEYS, KEYS[0]], proof: undefined });
    expect(judge('I-02', withDirectory({ body: both }))).toEqual(failed('several-keys-for-one-slot'));
  });
  it('fails for a key that the log does not hold, or whose proof is missing', () => {
    const other = Buffer.alloc(32, 1).toString('base64');
    const wrong = { ...PROOFS, '2026-W47': proofOf(KEYS[0] as (typeof KEYS)[number], other) };
    expect(judge('I-02', withDirectory({ body: directory({ proof: wrong }) }))).toEqual(failed('keys-not-in-log'));
    const { '2026-W48': _, ...fewer } = PROOFS;
    expect(judge('I-02', withDirectory({ body: directory({ proof: fewer }) }))).toEqual(failed('keys-not-in-log'));
  });
  it('fails for two trees of one size', () => {
    const head = `log-2026-W47\n1\n${Buffer.alloc(32, 1).toString('base64')}\n\n— log-2026-W47 AAAA\n`;
    const split = withDirectory().probe('key-log', (p) =>
      p.exchange({ label: 'checkpoint', url: '/checkpoint', body: head }),
    );
    expect(judge('I-02', split)).toEqual(failed('log-shows-two-trees'));
  });
  it.each([
    ['passes', 'in its place', (root: Uint8Array) => root, PASSED],
    ['fails for', 'that its entries do not make', () => Buffer.alloc(32, 1), failed('log-shows-two-trees')],
  ])('%s a head %s, over entries of more than one file', (_, __, seen, outcome) => {
    // The one entry that the proof speaks of comes first.
    const first = readLogProof(PROOFS['2026-W47'] ?? '')?.head.root ?? new Uint8Array();
    const others = Array.from({ length: 299 }, (_, i) => createHash('sha256').update(String(i)).digest());
    const leaves = [first, ...others];
    const head = `log-2026-W47\n300\n${Buffer.from(seen(rootOf(leaves))).toString('base64')}\n\n— log-2026-W47 AAAA\n`;
    const log = withDirectory().probe('key-log', (p) => {
      p.exchange({ label: 'checkpoint', url: '/checkpoint', body: head });
      p.exchange({ label: 'tile', url: '/tile/0/000', body: new Uint8Array(Buffer.concat(leaves.slice(0, 256))) });
      p.exchange({ label: 'tile', url: '/tile/0/001.p/44', body: new Uint8Array(Buffer.concat(leaves.slice(256))) });
    });
    expect(judge('I-02', log)).toEqual(outcome);
  });
  it('cannot tell without a log', () => {
    expect(judge('I-02', withDirectory({ body: directory({ proof: undefined }) })).outcome).toBe('cannot-tell');
  });
});

/** Facts of a batch that `sign` has signed. */
function minted(p: Planted, change: { spoil?: number; answer?: number; again?: string } = {}): void {
  const { key, exponent } = current;
  const items = Array.from({ length: 3 }, (_, i) => {
    const message = new Uint8Array(createHash('sha512').update(String(i)).digest());
    const blinded = blind(key, message);
    const blindSignature = toBytes(power(toNumber(blinded.blinded), exponent, key.modulus), 256);
    if (i === change.spoil) blindSignature[255] = (blindSignature[255] ?? 0) ^ 1;
    return {
      message: text(message),
      blinded: text(blinded.blinded),
      blindSignature: text(blindSignature),
      encoded: text(toBytes(blinded.encoded, 256)),
      signature: text(unblind(key, blindSignature, blinded)),
    };
  });
  p.fact('slot', { key: text(key.spki), threshold: 18, epoch: '2026-W47' });
  const exchange = p.exchange({ label: 'batch', method: 'POST', url: ASK, body: 'signed' });
  p.exchange({ label: 'batch-again', method: 'POST', url: ASK, body: change.again ?? 'signed' });
  p.fact('batch', { exchange, answer: change.answer ?? 7772, expected: 7772, items } as unknown as Json);
}

describe('I-03 and I-12, signatures', () => {
  const mint = (change = {}) => issuer().probe('issuer-minting', (p) => minted(p, change));
  it('pass right ones', () => {
    expect(judge('I-03', mint())).toEqual(PASSED);
    expect(judge('I-12', mint())).toEqual(PASSED);
  });
  it('fail for one that is wrong', () => {
    expect(judge('I-03', mint({ spoil: 1 }))).toEqual(failed('signature-wrong'));
    expect(judge('I-12', mint({ spoil: 1 }))).toEqual(failed('pairs-do-not-fit'));
  });
  it('fail for room beside the signatures', () => {
    expect(judge('I-12', mint({ answer: 7788 }))).toEqual(failed('room-for-a-mark'));
    expect(judge('I-12', mint({ again: 'signed otherwise' }))).toEqual(failed('room-for-a-mark'));
  });
  it.each(['I-03', 'I-08', 'I-12'])('%s is untested without grants', (id) =>
    expect(judge(id, issuer().untested('issuer-minting', 'no-tokens'))).toEqual(untested('no-tokens')),
  );
});

describe('I-04, nothing that names a site', () => {
  const sites = (status: number, named: number, headers: Readonly<Record<string, string>> = {}, body = 'refused') =>
    withDirectory()
      .probe('issuer-doors', (p) => p.exchange({ label: 'preflight', method: 'OPTIONS', url: ASK, status: 204 }))
      .probe('issuer-refusals', (p) => {
        p.fact('canary', 'canary.example');
        p.exchange({ label: 'site-none', method: 'POST', url: ASK, status, body: 'refused' });
        const sent = { origin: 'https://canary.example' };
        p.exchange({ label: 'site-origin', method: 'POST', url: ASK, sent, status: named, headers, body });
      });
  it('passes the same answer', () => expect(judge('I-04', sites(401, 401))).toEqual(PASSED));
  it('passes one that does not understand', () => expect(judge('I-04', sites(401, 400, {}, 'what?'))).toEqual(PASSED));
  it('fails where a site gets further', () => {
    expect(judge('I-04', sites(400, 401))).toEqual(failed('answer-follows-site'));
    expect(judge('I-04', sites(401, 200, {}, 'signed'))).toEqual(failed('answer-follows-site'));
  });
  it('fails where the name comes back', () => {
    const { rules } = judge('I-04', sites(401, 401, {}, 'canary.example is unknown'));
    expect(rules).toEqual(['answer-follows-site', 'site-echoed']);
    const allowed = { 'access-control-allow-origin': 'https://canary.example' };
    expect(judge('I-04', sites(401, 401, allowed)).rules).toContain('origin-reflected');
  });
  it('is untested without the right to ask', () =>
    expect(
      judge('I-04', withDirectory({ label: 'directory-site' }).untested('issuer-refusals', 'no-authority')),
    ).toEqual(untested('no-authority')));
});

describe('I-05, no mark', () => {
  const etag = (value: string) => ({ headers: { etag: value } });
  it('passes one ETag for one content', () =>
    expect(judge('I-05', withDirectory(etag('"a"'), etag('"a"')))).toEqual(PASSED));
  it('fails for cookies', () =>
    expect(judge('I-05', withDirectory({ headers: { 'set-cookie': 'a=b' } }))).toEqual(failed('cookie-set')));
  it('fails for validators that differ', () => {
    expect(judge('I-05', withDirectory(etag('"a"'), etag('"b"')))).toEqual(failed('etag-differs'));
    const modified = (value: string) => ({ headers: { 'last-modified': value } });
    expect(judge('I-05', withDirectory(modified('a'), modified('b')))).toEqual(failed('last-modified-differs'));
  });
  it('fails for three sizes, and not for the two of a change of weeks', () => {
    const sized = (length: number) => ({ body: directory({ filler: 'x'.repeat(length) }) });
    expect(judge('I-05', withDirectory(sized(1), sized(2)))).toEqual(PASSED);
    expect(judge('I-05', withDirectory(sized(1), sized(2), sized(3)))).toEqual(failed('sizes-differ'));
  });
});

describe('I-06, quota and refusals', () => {
  const refusals = (
    second: { status?: number; body?: string },
    quota: Json = { granted: 3, refused: 'X' },
    reuse = 401,
  ) =>
    issuer()
      .probe('issuer-refusals', (p) => {
        for (const told of [
          { status: 401, body: 'no' },
          { status: 401, body: 'no', ...second },
        ]) {
          p.exchange({ label: 'refusal-no-grant', method: 'POST', url: ASK, ...told });
        }
        p.exchange({ label: 'refusal-wrong-size', method: 'POST', url: ASK, status: 422, body: 'another kind' });
      })
      .probe('issuer-minting', (p) => {
        p.exchange({ label: 'other-body', method: 'POST', url: ASK, status: reuse });
        p.fact('quota', quota);
      });
  it('passes refusals that are alike in each kind, and a limit', () =>
    expect(judge('I-06', refusals({}))).toEqual(PASSED));
  it('fails for refusals of another size or status', () => {
    expect(judge('I-06', refusals({ body: 'no, sorry' }))).toEqual(failed('refusals-differ'));
    expect(judge('I-06', refusals({ status: 403 }))).toEqual(failed('refusals-differ'));
  });
  it('fails where somebody without a right is served, or a right is used twice', () => {
    expect(judge('I-06', refusals({ status: 200 }))).toEqual(failed('signed-without-right'));
    expect(judge('I-06', refusals({}, { granted: 3, refused: 'X' }, 200))).toEqual(failed('grant-used-twice'));
  });
  it('cannot tell where no limit was reached, and is untested without grants', () => {
    expect(judge('I-06', refusals({}, { granted: 9, refused: null })).outcome).toBe('cannot-tell');
    const alone = issuer().probe('issuer-refusals', (p) =>
      p.exchange({ label: 'refusal-no-grant', method: 'POST', url: ASK, status: 401 }),
    );
    expect(judge('I-06', alone.untested('issuer-minting', 'no-tokens'))).toEqual(untested('no-tokens'));
  });
});

describe('I-07, keys begin and end', () => {
  const keys = (told: Told, status: number) =>
    withDirectory(told).probe('issuer-minting', (p) => {
      const exchange = p.exchange({ label: 'key-unlisted', method: 'POST', url: ASK, status });
      p.fact('key', { which: 'unlisted', exchange });
    });
  it('passes an overlap and refusals', () => expect(judge('I-07', keys({}, 422))).toEqual(PASSED));
  it('fails without a next key', () =>
    expect(judge('I-07', keys({ body: directory({ 'token-keys': [KEYS[0]] }) }, 422))).toEqual(failed('no-overlap')));
  it('fails where a key signs that is listed nowhere', () =>
    expect(judge('I-07', keys({}, 200))).toEqual(failed('unlisted-key-signs')));
  it('is untested where nothing could be asked', () =>
    expect(judge('I-07', withDirectory().untested('issuer-minting', 'no-tokens'))).toEqual(untested('no-tokens')));
});

describe('I-08, odd values', () => {
  const values = (answers: Readonly<Record<string, number>>) =>
    issuer().probe('issuer-minting', (p) => {
      for (const [value, status] of Object.entries(answers)) {
        const exchange = p.exchange({ label: `value-${value}`, method: 'POST', url: ASK, status });
        p.fact('value', { value, exchange });
      }
    });
  it('passes where 0 and n are refused, whatever becomes of 1', () =>
    expect(judge('I-08', values({ zero: 422, one: 200, largest: 200, modulus: 400 }))).toEqual(PASSED));
  it.each(['zero', 'modulus', 'above-modulus', 'highest'])('fails where %s is signed', (value) =>
    expect(judge('I-08', values({ one: 422, [value]: 200 }))).toEqual(failed('odd-value-signed')),
  );
  it('cannot tell from a fault', () => expect(judge('I-08', values({ zero: 500 })).outcome).toBe('cannot-tell'));
});

describe('I-09, oracles', () => {
  /** Evidence whose times are said: the builder's are all 1 ms. */
  const timed = (
    ms: Readonly<Record<string, (i: number) => number>>,
    body: (i: number) => string = () => 'no',
    count = 30,
  ) => {
    const view = issuer()
      .probe('issuer-timing', (p) => {
        for (let i = 0; i < count; i++) {
          for (const kind of ['one', 'largest', 'random']) {
            p.exchange({ label: `timing-${kind}`, method: 'POST', url: ASK, status: 401, body: body(i) });
          }
        }
      })
      .view();
    const probe = view.probe('issuer-timing');
    const turns = new Map<string, number>();
    const exchanges = (label?: string) =>
      probe.exchanges(label).map((one) => {
        const kind = one.label.slice('timing-'.length);
        const turn = turns.get(one.id) ?? Number(one.id.split('.')[1]);
        turns.set(one.id, turn);
        return { ...one, ms: (ms[kind] ?? (() => 4))(turn) };
      });
    const { outcome, findings } = checkOf('I-09').judge({ ...view, probe: () => ({ ...probe, exchanges }) });
    return { outcome, rules: findings.map(({ rule }) => rule) };
  };
  const noisy =
    (base: number, most = 0.5) =>
    (i: number) =>
      base + (((i * 7919) % 11) / 10) * most;
  it('passes the same times with noise, and differences below 1 ms', () => {
    expect(timed({ one: noisy(4), largest: noisy(4), random: noisy(4) }).outcome).toBe('passed');
    expect(timed({ one: () => 4.9, largest: () => 4, random: () => 4 }).outcome).toBe('passed');
  });
  it('passes differences below a tenth', () =>
    expect(timed({ one: () => 105, largest: () => 100, random: () => 100 }).outcome).toBe('passed'));
  it('passes a few slow moments', () => expect(timed({ one: (i) => (i % 5 === 0 ? 90 : 4) }).outcome).toBe('passed'));
  it('cannot tell where noise would hide a difference that counts', () => {
    expect(timed({ one: noisy(4, 5), largest: noisy(4, 5), random: noisy(4, 5) })).toEqual({
      outcome: 'cannot-tell',
      rules: [],
    });
    expect(timed({ one: noisy(80, 5), largest: noisy(4, 5), random: noisy(4, 5) }).outcome).toBe('failed');
  });
  it('fails for a value that takes longer', () => {
    expect(timed({ one: noisy(20), largest: noisy(4), random: noisy(4) })).toEqual({
      outcome: 'failed',
      rules: ['timing-oracle'],
    });
  });
  it('fails for answers of one kind that differ', () =>
    expect(timed({}, (i) => (i % 2 ? 'no' : 'no!')).rules).toEqual(['error-oracle']));
  it('cannot tell from a few', () => expect(timed({}, () => 'no', 5).outcome).toBe('cannot-tell'));
  it('is untested without the right to ask', () =>
    expect(judge('I-09', issuer().untested('issuer-timing', 'no-authority'))).toEqual(untested('no-authority')));
});

describe('I-10 and I-11, what only somebody’s word can say', () => {
  it.each(['I-10', 'I-11'])('%s is untested', (id) => expect(judge(id, issuer())).toEqual(untested('nothing-to-try')));
});

it('sentences are there in both languages, and the French ones are set as French is', () => {
  for (const { title, prose } of issuerChecks) {
    for (const sentence of [title.en, title.fr, prose.en, prose.fr]) {
      expect(sentence.length).toBeGreaterThan(20);
      expect(sentence).not.toMatch(/certifi|anonym(?!at)|breach|!|'/i);
    }
    for (const sentence of [title.fr, prose.fr]) expect(sentence).not.toMatch(/[^\u00a0][;?]|[^\u00a0]:\s/u);
  }
});
