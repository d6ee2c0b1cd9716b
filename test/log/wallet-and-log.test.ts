import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TopUpOutcome } from '../../services/wallet/pages/stock/top-up.ts';
import { outcome } from '../ports/refusals.ts';
import { drawKeys } from '../unit/wallet/fake-keys.ts';
import { problem } from '../unit/wallet/fake-room.ts';
import { keysText, NOON, signerOf, WITNESSES } from './ground.ts';
import {
  attester,
  entryOf,
  HONEST,
  issuer,
  type Listing,
  openTopUpGround,
  type Scene,
  withKeys,
} from './top-up-ground.ts';

const [THIS, NEXT] = attester.keys.map(({ epoch }) => epoch) as [string, string];
const [SECOND] = drawKeys([THIS]) as [ReturnType<typeof drawKeys>[number]];
let ground: Awaited<ReturnType<typeof openTopUpGround>>;

/** What came of each batch, or the code that refused all. */
async function run(scene?: Scene): Promise<unknown> {
  const result: TopUpOutcome | string = await outcome(ground.run(scene));
  if (typeof result === 'string' || result.kind !== 'done') return result;
  return Object.fromEntries(
    result.batches.map((one) => [one.epoch, 'tokens' in one ? one.tokens : 'failed' in one ? one.failed : one.refused]),
  );
}
const ALL = { [THIS]: 30, [NEXT]: 30 };

beforeEach(async () => {
  attester.granted.clear();
  issuer.bodies.length = 0;
  issuer.interrupt = undefined;
  ground = await openTopUpGround();
});
afterEach(() => vi.restoreAllMocks());

const withoutProof =
  (epoch: string) =>
  ({ proof, ...json }: Listing) => ({
    ...json,
    proof: Object.fromEntries(Object.entries(proof).filter(([of]) => of !== epoch)),
  });

/** What is wrong, and the code that the person is told. */
const WRONG: readonly [string, () => Scene | Promise<Scene>, string][] = [
  ['was last seen by its witnesses 25 hours ago', () => ({ log: { at: NOON - 25 * 3600 } }), 'ERR_LOG_STALE'],
  ['lacks a witness', () => ({ log: { witnesses: WITNESSES.slice(1) } }), 'ERR_LOG_QUORUM'],
  [
    'is not the one of this build',
    async () => ({ log: { signer: await signerOf('other.example', 'log') } }),
    'ERR_LOG_SIGNATURE',
  ],
  [
    'has a second key of the issuer for a slot',
    () => ({ entries: [...HONEST, entryOf('issuer', { ...SECOND, epoch: THIS })] }),
    'ERR_LOG_SLOT',
  ],
  [
    'has a second key of the attester for a slot',
    () => ({ entries: [...HONEST, entryOf('attester', { ...SECOND, epoch: NEXT })] }),
    'ERR_LOG_SLOT',
  ],
  ['cannot be reached', () => ({ answer: () => Promise.reject(new TypeError('fetch failed')) }), 'ERR_LOG_AWAY'],
  ['has no checkpoint yet', () => ({ answer: () => new Response(null, { status: 503 }) }), 'ERR_LOG_AWAY'],
  [
    'breaks off in its answer',
    () => ({ answer: () => new Response(new ReadableStream({ start: (stream) => stream.error(new Error('cut')) })) }),
    'ERR_LOG_AWAY',
  ],
  ['answers something else', () => ({ answer: () => new Response('<!doctype html>') }), 'ERR_LOG_MALFORMED'],
  ['lacks an entry', () => ({ answer: missing('tile/entries') }), 'ERR_LOG_MALFORMED'],
];

function missing(prefix: string): NonNullable<Scene['answer']> {
  return (path) => (path.startsWith(`/${prefix}`) ? new Response(null, { status: 404 }) : undefined);
}

/** Nobody was asked for anything, the passkey neither; what there was is there. */
async function expectNothingAsked(act: () => Promise<unknown>): Promise<unknown> {
  const before = [await ground.store.readPending(), await ground.store.readTokens(), ground.posted().length];
  const gestures = ground.passkeys.asked.length;
  const result = await act();
  expect([await ground.store.readPending(), await ground.store.readTokens(), ground.posted().length]).toEqual(before);
  expect(ground.passkeys.asked).toHaveLength(gestures);
  return result;
}

describe('a top-up of a wallet with a log', () => {
  it('asks for keys that the log has, and reads one state of it for both parties', async () => {
    expect(await run()).toEqual(ALL);
    expect(ground.asked.filter((one) => one.endsWith('/checkpoint'))).toHaveLength(1);
    const log = ground.asked.findLastIndex((one) => one.includes('log.example'));
    expect(ground.asked.findIndex((one) => one.startsWith('POST'))).toBeGreaterThan(log);
    expect(await run()).toEqual({ kind: 'nothing' });
  });

  it.each(WRONG)('asks nobody for anything when the log %s', async (_, scene, code) => {
    const given = await scene();
    expect(await expectNothingAsked(() => run(given))).toBe(code);
  });

  it('asks nobody for anything in a browser that cannot check signatures', async () => {
    const unknown = new DOMException('Unrecognized name.', 'NotSupportedError');
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(unknown);
    expect(await expectNothingAsked(() => run())).toBe('ERR_BROWSER');
    expect(ground.asked.filter((one) => one.includes('log.example'))).toEqual([]);
  });

  it('asks nobody for anything when it gets another directory than everyone', async () => {
    const mine = drawKeys([THIS, NEXT]);
    const listing = (json: Listing) => withKeys(json, mine);
    const result = await expectNothingAsked(() => run({ listing }));
    expect(result).toEqual({ [THIS]: 'ERR_LOG_PROOF', [NEXT]: 'ERR_LOG_PROOF' });
  });

  it('leaves out a week whose key is not shown to be everyone’s, says so, and fetches it once it is', async () => {
    expect(await run({ listing: withoutProof(THIS) })).toEqual({ [NEXT]: 30, [THIS]: 'ERR_LOG_PROOF' });
    expect(await expectNothingAsked(() => run({ listing: withoutProof(THIS) }))).toEqual({ [THIS]: 'ERR_LOG_PROOF' });
    expect(await run()).toEqual({ [THIS]: 30 });
  });

  it.each([
    ['was rolled back', () => ({ entries: HONEST })],
    ['was split: another of the same size', async () => ({ entries: [...HONEST, await keysText([[18, 0, 'b']])] })],
    [
      'was split: another that is larger',
      async () => ({ entries: [...HONEST, await keysText([[18, 0, 'b']]), await keysText([[18, 0, 'c']])] }),
    ],
  ])('asks nobody for anything when the log %s since it was seen', async (_, scene) => {
    const seen = [...HONEST, await keysText([[18, 0, 'a']], { name: 'else.example' })];
    expect(await run({ entries: seen, listing: withoutProof(THIS) })).toMatchObject({ [NEXT]: 30 });
    const given = await scene();
    expect(await expectNothingAsked(() => run(given))).toBe('ERR_LOG_PROOF');
    expect(await run({ entries: seen })).toEqual({ [THIS]: 30 });
  });
});

describe('a batch under way', () => {
  beforeEach(async () => {
    issuer.interrupt = ({ headers }) => (headers.authorization ? problem(503, 'ERR_NOT_READY') : undefined);
    expect(await run()).toEqual({ [THIS]: 'ERR_NOT_READY', [NEXT]: 'ERR_NOT_READY' });
    issuer.interrupt = undefined;
  });

  const rows = WRONG.filter(([name]) => /25 hours|of the issuer|be reached/.test(name));
  it.each(rows)('stays, and goes to nobody, when the log %s', async (_, scene, code) => {
    const given = await scene();
    expect(await expectNothingAsked(() => run(given))).toBe(code);
    // A log that is shorter again is no remedy for what was in it.
    expect(await run()).toEqual(code === 'ERR_LOG_SLOT' ? 'ERR_LOG_PROOF' : ALL);
  });

  it('stays while its key is not shown to be everyone’s, and is finished with the same bytes', async () => {
    const kept = await ground.store.readPending();
    const bodies = ground.posted().length;
    expect(await run({ listing: withoutProof(THIS) })).toEqual({ [NEXT]: 30, [THIS]: 'ERR_LOG_PROOF' });
    // A nonce, the grants, and one batch.
    expect(ground.posted().slice(bodies)).toHaveLength(3);
    expect(await ground.store.readPending()).toEqual(kept.filter(({ epoch }) => epoch === THIS));
    expect(await run()).toEqual({ [THIS]: 30 });
    expect(attester.granted.size).toBe(2);
  });
});
