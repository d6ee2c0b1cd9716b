import { describe, expect, it } from 'vitest';
import { walletChecks } from '../../conformance/checks/wallet/index.ts';
import type { Json } from '../../conformance/evidence/observation.ts';
import { NAMES_SITE } from '../../conformance/reading/name-in-text.ts';
import { type Planted, plant } from './build-evidence.ts';

const WALLET = 'http://wallet.test';
const HOSTS = {
  sites: { a: 'canary-a.test', b: 'canary-b.test' },
  wallet: 'wallet.test',
  issuer: 'issuer.test',
  attesters: ['attester.test'],
};
const STORED = { phase: 'presented', stores: { 'bauta/tokens': 58 }, values: 100, bytes: 9_000, inClear: {} };
const POSTED = { site: 'a', method: 'POST', tokenInAddress: false };

/** What may be otherwise in one life of a wallet. */
interface Life {
  readonly ways?: Readonly<
    Record<string, { readonly posted?: number; readonly asserted?: number; readonly arrived?: boolean }>
  >;
  readonly mints?: readonly { readonly phase: string; readonly bytes: number }[];
  readonly stored?: { readonly [key: string]: Json };
  readonly posted?: { readonly [key: string]: Json };
  readonly emptied?: number;
  readonly batchSize?: number | undefined;
  readonly more?: (planted: Planted) => void;
}

const WAYS = { 'present-a': 1, 'present-b': 1, unverified: 0, copied: 0, 'no-passkey': 0, 'stock-emptied': 0 };
const MINTS = [
  { phase: 'enrol', bytes: 7_772 },
  { phase: 'enrol', bytes: 7_772 },
];

function live({
  ways = {},
  mints = MINTS,
  stored = {},
  posted = {},
  emptied = 58,
  more = () => {},
  ...rest
}: Life = {}) {
  const batchSize = 'batchSize' in rest ? rest.batchSize : 30;
  return plant('wallet', WALLET)
    .probe('wallet-files', (p) => p.fact('directory', { url: '', ...(batchSize === undefined ? {} : { batchSize }) }))
    .probe('wallet-life', (p) => {
      p.fact('stored', { ...STORED, ...stored });
      for (const [phase, count] of Object.entries(WAYS)) {
        p.fact('way', {
          phase,
          site: 'a',
          posted: count,
          asserted: count,
          patience: 4_000,
          arrived: true,
          ...ways[phase],
        });
      }
      p.fact('watched', { ms: 8_000 });
      p.fact('emptied', { tokens: emptied });
      p.fact('hosts', HOSTS);
      p.fact('posted', { ...POSTED, ...posted });
      for (const mint of mints) p.fact('mint', { url: 'http://issuer.test/token-request', status: 200, ...mint });
      p.exchange({ label: 'present-a', by: 'browser', url: 'http://canary-a.test/' });
      p.exchange({ label: 'present-a', by: 'browser', url: '/present' });
      const kept = p.exchange({ label: 'present-b', by: 'browser', url: '/present' });
      p.exchange({ label: 'present-a', by: 'browser', method: 'POST', url: 'http://canary-a.test/_age/redeem' });
      more(p);
      p.fact('kept', { ids: [kept] });
    });
}

const split = (mints: number, times = 2) =>
  live().probe('split-view', (p) => {
    p.fact('swapped', { times, keys: 4 });
    p.fact('tokens', { records: 0 });
    for (let i = 0; i < mints; i++) p.fact('mint', { phase: 'split-view', url: '', bytes: 7_772, status: 422 });
  });

function judge(id: string, planting: ReturnType<typeof live>) {
  const { outcome, findings, notes } = (
    walletChecks.find((check) => check.id === id) as (typeof walletChecks)[number]
  ).judge(planting.view());
  return { outcome, rules: findings.map(({ rule }) => rule), note: notes[0]?.en ?? '', findings };
}

const asking = (url: string, how: object = {}, label = 'present-b'): Life => ({
  more: (p) => p.exchange({ label, by: 'browser', url, ...how }),
});

describe('wallet checks', () => {
  it('pass on a wallet that keeps all of it, each with its figures', () => {
    for (const { id } of walletChecks) expect(judge(id, split(0)), id).toMatchObject({ outcome: 'passed', rules: [] });
    expect(judge('W-01', live()).note).toBe(
      '2 presentations: 1 requests left the browser for anyone but the site, 1 were answered out of its own cache.',
    );
    expect(judge('W-06', live()).note).toContain('7772 bytes');
  });

  it('are untested, with its reason, where no wallet lived', () => {
    const nothing = plant('wallet', WALLET)
      .untested('wallet-life', 'no-browser')
      .untested('split-view', 'no-authority');
    for (const check of walletChecks) {
      const { outcome, reason } = check.judge(nothing.view());
      expect({ outcome, reason }).toEqual({
        outcome: 'untested',
        reason: check.id === 'W-04' ? 'no-authority' : 'no-browser',
      });
    }
  });

  it('say everything in both languages, and show how to see the same', () => {
    const worst = live({
      ways: { 'present-a': { asserted: 0 }, unverified: { posted: 1 }, 'no-passkey': { posted: 1 } },
      stored: { inClear: { localStorage: 3 } },
      mints: [{ phase: 'present-a', bytes: 100 }],
      ...asking('http://issuer.test/state'),
    });
    const findings = ['W-01', 'W-02', 'W-03', 'W-05', 'W-06'].flatMap((id) => judge(id, worst).findings);
    expect(findings.length).toBeGreaterThan(6);
    for (const { expected, observed, why, fix, reproduce, evidence } of findings) {
      for (const { en, fr } of [expected, observed, why, fix]) {
        expect(fr).not.toBe(en);
        expect(fr).not.toMatch(/ [:;?!]|'/);
      }
      expect(reproduce).toContain('1. ');
      expect(evidence.length).toBeGreaterThan(0);
    }
  });
});

describe.each<[id: string, says: string, life: Life, outcome: string, rules: readonly string[]]>([
  ['W-01', 'the issuer is asked', asking('http://issuer.test/state'), 'failed', ['other-party-asked']],
  ['W-01', 'a stranger is asked', asking('http://count.test/'), 'failed', ['other-party-asked']],
  [
    'W-01',
    'a header names the site',
    asking('/x', { sent: { referer: 'http://wallet.test/?s=canary-b.test' } }),
    'failed',
    ['site-named'],
  ],
  [
    'W-01',
    'what was left out named the site',
    asking('/x', { sent: { cookie: `a (${NAMES_SITE})` } }),
    'failed',
    ['site-named'],
  ],
  [
    'W-01',
    'an address names it in base64',
    asking(`/x/${Buffer.from('..canary-a.test..').toString('base64url')}`),
    'failed',
    ['site-named'],
  ],
  ['W-01', 'the host is asked with a query', asking('/x?n=1'), 'failed', ['host-asked']],
  ['W-01', 'the host is posted to', asking('/x', { method: 'POST' }), 'failed', ['host-asked']],
  ['W-01', 'the token stands in the address', { posted: { tokenInAddress: true } }, 'failed', ['token-in-address']],
  ['W-01', 'the issuer is asked at another time', asking('http://issuer.test/', {}, 'enrol'), 'passed', []],
  [
    'W-01',
    'nothing was shown',
    { ways: { 'present-a': { posted: 0 }, 'present-b': { posted: 0 } } },
    'cannot-tell',
    [],
  ],
  ['W-02', 'one proof came unasked', { ways: { 'present-b': { asserted: 0 } } }, 'failed', ['shown-unasked']],
  ['W-02', 'one came unverified', { ways: { unverified: { posted: 1, asserted: 1 } } }, 'failed', ['shown-unverified']],
  ['W-02', 'only one was shown', { ways: { 'present-b': { posted: 0 } } }, 'cannot-tell', []],
  ['W-02', 'the refusal was not tried', { ways: { unverified: { arrived: false } } }, 'cannot-tell', []],
  [
    'W-03',
    'tokens lie in the open',
    { stored: { inClear: { 'indexedDB bauta/tokens': 58 } } },
    'failed',
    ['tokens-in-clear'],
  ],
  ['W-03', 'a copy shows a proof', { ways: { copied: { posted: 1 } } }, 'failed', ['shown-without-passkey']],
  [
    'W-03',
    'it shows one without its passkey',
    { ways: { 'no-passkey': { posted: 1 } } },
    'failed',
    ['shown-without-passkey'],
  ],
  ['W-03', 'it never worked with it', { ways: { 'present-a': { posted: 0 } } }, 'cannot-tell', []],
  [
    'W-05',
    'it minted while a proof was shown',
    { mints: [{ phase: 'present-a', bytes: 7_772 }] },
    'failed',
    ['minted-while-presenting'],
  ],
  [
    'W-05',
    'it minted on demand',
    { mints: [{ phase: 'stock-emptied', bytes: 7_772 }] },
    'failed',
    ['minted-while-presenting'],
  ],
  [
    'W-05',
    'it asks the attester afterwards',
    asking('http://attester.test/x', {}, 'watch'),
    'failed',
    ['minted-while-presenting'],
  ],
  ['W-05', 'the stock could not be emptied', { emptied: 0 }, 'cannot-tell', []],
  [
    'W-06',
    'sizes differ',
    {
      mints: [
        { phase: 'enrol', bytes: 7_772 },
        { phase: 'enrol', bytes: 3_110 },
      ],
    },
    'failed',
    ['mint-size-varies'],
  ],
  ['W-06', 'the size is another', { mints: [{ phase: 'enrol', bytes: 7_771 }] }, 'failed', ['mint-size-varies']],
  ['W-06', 'nothing was minted', { mints: [] }, 'cannot-tell', []],
  [
    'W-06',
    'one request and no size to compare',
    { mints: [{ phase: 'enrol', bytes: 5 }], batchSize: undefined },
    'cannot-tell',
    [],
  ],
])('%s, when %s', (id, _, life, outcome, rules) => {
  it(`is ${outcome}`, () => {
    const { outcome: came, rules: found } = judge(id, live(life));
    expect({ outcome: came, rules: found }).toEqual({ outcome, rules });
  });
});

describe('W-04', () => {
  it('fails when anything is asked for under other keys', () => {
    expect(judge('W-04', split(2))).toMatchObject({ outcome: 'failed', rules: ['minted-with-other-keys'] });
  });
  it('cannot tell where the wallet never read the directory', () => {
    expect(judge('W-04', split(0, 0))).toMatchObject({ outcome: 'cannot-tell', rules: [] });
  });
});

describe('a wallet that was enrolled in the last hour of a week', () => {
  const nothingShown = live({ ways: { 'present-a': { posted: 0 }, 'present-b': { posted: 0 } } }).view();
  it.each(['W-01', 'W-02'])('is told so by %s, and at no other time', (id) => {
    const notes = (began: string) =>
      (walletChecks.find((check) => check.id === id) as (typeof walletChecks)[number])
        .judge({ ...nothingShown, circumstances: { ...nothingShown.circumstances, began } })
        .notes.map(({ en }) => en);
    const told = expect.stringContaining('last hour of a week');
    expect(notes('2026-11-22T23:05:00.000Z').at(-1)).toEqual(told);
    expect(notes('2026-11-22T22:59:00.000Z').at(-1)).not.toEqual(told);
    expect(notes('2026-11-23T00:00:00.000Z').at(-1)).not.toEqual(told);
  });
});
