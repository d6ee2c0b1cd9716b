import { openKeyLog, proveKeys, readKeyHistory, readLog, type SeenCheckpoint, seenInMemory } from '@bauta/sdk/log';
import { type Directory, type DirectoryKey, formatNoteKey, type LoggedKey, readTokenKey } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { outcome } from '../ports/refusals.ts';
import { type CrookedOptions, crookedLog } from './crooked-log.ts';
import { keysEntry, keysText, NOON, retireText, signerOf, smallText, TRUST, upTo } from './ground.ts';
import { LOG_URL } from './log-ground.ts';
import { proofOf } from './stapled.ts';

const HOLDER = { role: 'issuer', name: 'issuer.example' } as const;
const EPOCHS = ['2026-W44', '2026-W45', '2026-W46', '2026-W47', '2026-W48', '2026-W49'];
const CURRENT = '2026-W47';

/** The key that `name` has in `epoch`, as a directory lists it. */
async function listed(epoch: string, name = epoch, generation = 0): Promise<DirectoryKey> {
  const { keys } = await keysEntry([[18, generation, name]], { epoch });
  const { spki } = keys[0] as LoggedKey;
  return { threshold: 18, epoch, generation, key: await readTokenKey(spki) };
}

const entryOf = (epoch: string, name = epoch, generation = 0): Promise<string> =>
  keysText([[18, generation, name]], { epoch });
const honest = (): Promise<string[]> => Promise.all(EPOCHS.map((epoch) => entryOf(epoch)));

/** A directory of this key alone. */
const directoryOf = (key: DirectoryKey, proof?: string): Directory => ({
  requestUrl: 'https://issuer.example/token-request',
  keys: [key],
  proofs: proof === undefined ? {} : { [key.epoch]: proof },
});

/** What a client makes of a directory and of a log that holds `texts`: nothing is wrong, or the code of what is. */
async function judge(
  directory: Directory,
  texts: readonly string[],
  { seen = seenInMemory(), ...crooked }: CrookedOptions & { seen?: SeenCheckpoint } = {},
): Promise<string> {
  const fetch = await crookedLog(texts, crooked);
  const source = { url: LOG_URL, trust: TRUST, fetch: async (url: string) => fetch(url), seen };
  const result = await outcome(proveKeys(directory, HOLDER, source, NOON));
  if (typeof result === 'string') return result;
  const [refusal] = result.refused;
  expect(result.proven).toHaveLength(refusal ? 0 : 1);
  return refusal?.code ?? 'proven';
}

/** The index of the current epoch's keys in `honest()`. */
const AT = EPOCHS.indexOf(CURRENT);

describe('a key that is listed', () => {
  it.each(EPOCHS.slice(2))('is used when the log has it and the proof shows it: of %s', async (epoch) => {
    const texts = await honest();
    const proof = await proofOf(texts, EPOCHS.indexOf(epoch));
    expect(await judge(directoryOf(await listed(epoch), proof), texts)).toBe('proven');
  });

  it('is used with a proof of a younger tree than the one that is read, and of a smaller one', async () => {
    const texts = await honest();
    const proof = await proofOf(texts.slice(0, AT + 1), AT, { at: NOON - 23 * 3600 });
    expect(await judge(directoryOf(await listed(CURRENT), proof), texts)).toBe('proven');
  });

  it('is found behind hundreds of other entries, and behind old keys that were replaced late', async () => {
    const texts = [
      ...(await honest()),
      ...upTo(600).map(smallText),
      await retireText([18, 0, '2026-W45'], { epoch: '2026-W45' }),
      await entryOf('2026-W45', 'next', 1),
    ];
    const proof = await proofOf(texts, AT);
    expect(await judge(directoryOf(await listed(CURRENT), proof), texts)).toBe('proven');
  });

  const refused: readonly [string, () => Promise<[Directory, readonly string[]]>, string][] = [
    ['without a proof', async () => [directoryOf(await listed(CURRENT)), await honest()], 'ERR_LOG_PROOF'],
    [
      'with a proof of another epoch’s entry',
      async () => [directoryOf(await listed(CURRENT), await proofOf(await honest(), AT + 1)), await honest()],
      'ERR_LOG_PROOF',
    ],
    [
      'with something else in place of a proof',
      async () => [directoryOf(await listed(CURRENT), 'c2sp.org/tlog-proof@v1\n'), await honest()],
      'ERR_LOG_MALFORMED',
    ],
    [
      'with a proof whose witnesses saw it 25 hours ago',
      async () => {
        const texts = await honest();
        return [directoryOf(await listed(CURRENT), await proofOf(texts, AT, { at: NOON - 25 * 3600 })), texts];
      },
      'ERR_LOG_STALE',
    ],
    [
      'with a proof that one witness is missing from',
      async () => {
        const texts = await honest();
        const witnesses = [await signerOf('witness.example/1', 'witness')];
        return [directoryOf(await listed(CURRENT), await proofOf(texts, AT, { witnesses })), texts];
      },
      'ERR_LOG_QUORUM',
    ],
    [
      'with a proof by a key that only calls itself a witness',
      async () => {
        const texts = await honest();
        const witnesses = [await signerOf('witness.example/1', 'witness'), await signerOf('w.example/3', 'witness')];
        return [directoryOf(await listed(CURRENT), await proofOf(texts, AT, { witnesses })), texts];
      },
      'ERR_LOG_QUORUM',
    ],
    [
      'with the proof of a log that is not the one that was agreed on',
      async () => {
        const texts = await honest();
        const signer = await signerOf('other.example/log', 'log');
        return [directoryOf(await listed(CURRENT), await proofOf(texts, AT, { signer })), texts];
      },
      'ERR_LOG_SIGNATURE',
    ],
    [
      'in place of the one in the log',
      async () => {
        const texts = await honest();
        return [directoryOf(await listed(CURRENT, 'mine alone'), await proofOf(texts, AT)), texts];
      },
      'ERR_LOG_PROOF',
    ],
    [
      'with a proof of a tree that witnesses cosigned and the log does not show',
      async () => {
        const texts = await honest();
        const other = texts.with(0, await entryOf('2026-W44', 'another'));
        return [directoryOf(await listed(CURRENT), await proofOf(other, AT)), texts];
      },
      'ERR_LOG_PROOF',
    ],
    [
      'with a proof of a larger tree than the log shows',
      async () => {
        const texts = await honest();
        return [directoryOf(await listed(CURRENT), await proofOf(texts, AT)), texts.slice(0, AT + 1)];
      },
      'ERR_LOG_PROOF',
    ],
    [
      'that was retired',
      async () => {
        const texts = [...(await honest()), await retireText([18, 0, CURRENT], { epoch: CURRENT })];
        return [directoryOf(await listed(CURRENT), await proofOf(texts, AT)), texts];
      },
      'ERR_LOG_PROOF',
    ],
    [
      'of another name’s entry',
      async () => {
        const texts = (await honest()).with(
          AT,
          await keysText([[18, 0, CURRENT]], { epoch: CURRENT, name: 'b.example' }),
        );
        return [directoryOf(await listed(CURRENT), await proofOf(texts, AT)), texts];
      },
      'ERR_LOG_PROOF',
    ],
  ];
  it.each(refused)('%s is not used', async (_, scene, code) => {
    expect(await judge(...(await scene()))).toBe(code);
  });

  it('of the generation after a retired one is used', async () => {
    const texts = [
      ...(await honest()),
      await retireText([18, 0, CURRENT], { epoch: CURRENT }),
      await entryOf(CURRENT, 'next', 1),
    ];
    const directory = directoryOf(await listed(CURRENT, 'next', 1), await proofOf(texts, texts.length - 1));
    expect(await judge(directory, texts)).toBe('proven');
  });
});

describe('all keys of a name are refused', () => {
  const refusedWith = async (texts: readonly string[], options?: Parameters<typeof judge>[2]): Promise<string> =>
    judge(directoryOf(await listed(CURRENT), await proofOf(texts, AT)), texts, options);

  it.each([
    ['a second key for a slot', async () => [await entryOf(CURRENT, 'second')]],
    ['a generation whose predecessor was not retired', async () => [await entryOf(CURRENT, 'next', 1)]],
    [
      'a generation left out',
      async () => [await retireText([18, 0, CURRENT], { epoch: CURRENT }), await entryOf(CURRENT, 'next', 2)],
    ],
    [
      'a retirement of another key before the next generation',
      async () => [await retireText([18, 0, 'second'], { epoch: CURRENT }), await entryOf(CURRENT, 'next', 1)],
    ],
  ])('for %s', async (_, more) => {
    expect(await refusedWith([...(await honest()), ...(await more())])).toBe('ERR_LOG_SLOT');
  });

  it('but not for what was so two weeks before, nor for other names', async () => {
    const texts = [
      await entryOf('2026-W43', 'one'),
      await entryOf('2026-W43', 'two'),
      ...(await honest()),
      await keysText([[18, 0, 'second']], { epoch: CURRENT, role: 'attester' }),
    ];
    const directory = directoryOf(await listed(CURRENT), await proofOf(texts, AT + 2));
    expect(await judge(directory, texts)).toBe('proven');
  });

  it('for an entry that is none', async () => {
    expect(await refusedWith([...(await honest()), 'bauta/keys/v2\n'])).toBe('ERR_LOG_MALFORMED');
  });

  it('for a window that was stretched', async () => {
    const stretched = (await entryOf(CURRENT)).replace(/ (\d{10}) (\d{10}) /, (_, from, to) => ` ${from} ${+to + 1} `);
    expect(await refusedWith([...(await honest()), stretched])).toBe('ERR_LOG_MALFORMED');
  });

  it.each([
    ['stale', { at: NOON - 25 * 3600 }, 'ERR_LOG_STALE'],
    ['cosigned in the future', { at: NOON + 3600 }, 'ERR_LOG_QUORUM'],
    ['cosigned by nobody', { witnesses: [] }, 'ERR_LOG_QUORUM'],
  ])('for a checkpoint that is %s', async (_, options, code) => {
    expect(await refusedWith(await honest(), options)).toBe(code);
  });

  it('for entries that are not those of the checkpoint: here they hide a second key', async () => {
    const signedFor = (await honest()).with(1, await entryOf(CURRENT, 'second'));
    const directory = directoryOf(await listed(CURRENT), await proofOf(signedFor, AT));
    expect(await judge(directory, await honest(), { signedFor })).toBe('ERR_LOG_PROOF');
  });

  it('for a log that does not answer', async () => {
    expect(await refusedWith(await honest(), { files: new Map([['checkpoint', undefined]]) })).toBe(
      'ERR_LOG_MALFORMED',
    );
  });
});

it('a log whose keys of that name lie too far back is refused, not read for ever', async () => {
  const texts = [...(await honest()), ...upTo(600).map(smallText)];
  const fetch = await crookedLog(texts);
  const source = { url: LOG_URL, trust: TRUST, fetch: async (url: string) => fetch(url), seen: seenInMemory() };
  const log = await readLog(source, NOON);
  expect(await outcome(readKeyHistory(log, HOLDER, '2026-W45', 2))).toBe('ERR_LOG_PROOF');
  expect(await outcome(readKeyHistory(log, HOLDER, '2026-W45', 3))).toMatchObject({ find: expect.any(Function) });
});

it('two readings at once leave the younger checkpoint as the one that was seen', async () => {
  const texts = await honest();
  const [small, large] = [await crookedLog(texts.slice(0, -1)), await crookedLog(texts)];
  const seen = seenInMemory();
  let asked = 0;
  const log = await openKeyLog({
    url: LOG_URL,
    key: formatNoteKey(TRUST.key),
    witnesses: TRUST.witnesses.map(formatNoteKey),
    seen,
    // Whoever asks first is shown the smaller tree, and late.
    async fetch(url) {
      if (asked++ > 0) return (await large(url)).ok ? large(url) : small(url);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return small(url);
    },
  });
  const directory = directoryOf(await listed(CURRENT));
  await Promise.all([log.prove(HOLDER, directory, NOON), log.prove(HOLDER, directory, NOON)]);
  expect((await seen.load())?.split('\n')[1]).toBe(String(texts.length));
});

describe('a client that has seen the log before', () => {
  /** One that has read a log with these entries. */
  async function whoSaw(texts: readonly string[]): Promise<SeenCheckpoint> {
    const seen = seenInMemory();
    await judge(directoryOf(await listed(CURRENT)), texts, { seen });
    expect(await seen.load()).toBeDefined();
    return seen;
  }

  it('goes on with one that has grown', async () => {
    const texts = await honest();
    const seen = await whoSaw(texts.slice(0, AT + 1));
    expect(await judge(directoryOf(await listed(CURRENT), await proofOf(texts, AT)), texts, { seen })).toBe('proven');
  });

  it.each([
    ['shorter', async (texts: string[]) => texts.slice(0, -1)],
    [
      'of the same size with another entry',
      async (texts: string[]) => texts.with(-1, await entryOf('2026-W49', 'other')),
    ],
    [
      'longer, with an entry that was removed',
      async (texts: string[]) => [...texts.toSpliced(1, 1), await entryOf('2026-W50'), await entryOf('2026-W51')],
    ],
    [
      'longer, with another key in the place of one',
      async (texts: string[]) => [...texts.with(AT, await entryOf(CURRENT, 'other')), await entryOf('2026-W50')],
    ],
  ])('refuses one that is %s, however well it is cosigned, and remembers the one it saw', async (_, change) => {
    const texts = await honest();
    const seen = await whoSaw(texts);
    const before = await seen.load();
    const other = await change(texts);
    const proof = await proofOf(other, AT);
    expect(await judge(directoryOf(await listed(CURRENT), proof), other, { seen })).toBe('ERR_LOG_PROOF');
    expect(await seen.load()).toBe(before);
  });

  it('and two that were shown different logs of one size: whichever compares refuses', async () => {
    const [one, other] = [await honest(), (await honest()).with(AT, await entryOf(CURRENT, 'for you alone'))];
    const directories = [
      directoryOf(await listed(CURRENT), await proofOf(one, AT)),
      directoryOf(await listed(CURRENT, 'for you alone'), await proofOf(other, AT)),
    ] as const;
    expect(await judge(directories[0], one)).toBe('proven');
    expect(await judge(directories[1], other)).toBe('proven');
    expect(await judge(directories[0], one, { seen: await whoSaw(other) })).toBe('ERR_LOG_PROOF');
    expect(await judge(directories[1], other, { seen: await whoSaw(one) })).toBe('ERR_LOG_PROOF');
  });
});
