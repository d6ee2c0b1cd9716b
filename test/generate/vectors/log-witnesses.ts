import { type CheckpointCase, largerHead, pinned, type TrustParts } from './log-checkpoints.ts';
import { logLine, noteKeyOf, signatureLine, signEd25519, witnessLine } from './log-notes.ts';
import { type CheckpointParts, LOG, SEEN, signedBy, WITNESSES, worldCheckpoint } from './log-world.ts';
import { join, number } from './seeded.ts';
import type { Result } from './vector-file.ts';
import { NOW } from './world.ts';

const [ONE, TWO] = WITNESSES;
const DAY = 86_400;
const ALIAS = noteKeyOf('alias.example', 'witness', ONE.name);
const LOG_AS_WITNESS = noteKeyOf('three.example', 'witness', LOG.name);
const STRANGER = noteKeyOf('stranger.example', 'witness');

type Lines = CheckpointParts['lines'];
const seenAt = (one: number, two: number): Lines =>
  signedBy([
    [ONE, one],
    [TWO, two],
  ]);
const first = (text: string): string => witnessLine(ONE, text, SEEN);

/** BP-LOG-6: who counts as a witness. */
export function quorumCases(): CheckpointCase[] {
  const judged =
    (result: Result) =>
    (id: string, about: string, lines: Lines, trust?: TrustParts): CheckpointCase => ({
      ...{ id, about, rule: 'BP-LOG-6', result },
      ...{ checkpoint: worldCheckpoint({ lines }), ...(trust && { trust }) },
    });
  const [good, refused] = [judged('accepted'), judged('ERR_LOG_QUORUM')];
  const second = (line: (text: string) => string): Lines => {
    return (text) => [logLine(LOG, text), first(text), line(text)];
  };
  const seen = [ONE, SEEN] as const;
  return [
    good('quorum-1', 'one of two witnesses, where one is enough', signedBy([seen]), pinned(WITNESSES, 1)),
    good('quorum-2-of-3', 'two of three witnesses', signedBy(), pinned([STRANGER, ...WITNESSES])),
    good('witnesses-first', "the log's line is the last", (text) => [...signedBy()(text)].reverse()),
    good('unknown-signers', 'lines of keys that nobody pins, and of an algorithm that nobody knows', (text) => [
      ...signedBy()(text),
      witnessLine(STRANGER, text, SEEN),
      signatureLine({ name: 'four.example', id: number(0xdeadbeef, 4) }, Uint8Array.of(1, 2, 3)),
    ]),
    good('cosigned-in-300-s', 'a cosignature of a clock that is 300 s ahead', seenAt(SEEN, NOW + 300)),
    refused('cosigned-in-301-s', 'a cosignature of a clock that is 301 s ahead', seenAt(SEEN, NOW + 301)),
    refused('one-too-few', 'one of two witnesses', signedBy([seen])),
    refused('no-witness', 'no witness', signedBy([])),
    refused('witness-twice', 'one witness twice, at two times', signedBy([seen, [ONE, SEEN + 1]])),
    refused(
      'witness-under-two-names',
      'one witness under two names, both of them pinned',
      signedBy([seen, [ALIAS, SEEN]]),
      pinned([ONE, ALIAS]),
    ),
    refused(
      'log-as-witness',
      'the log as its own witness, pinned as such',
      signedBy([seen, [LOG_AS_WITNESS, SEEN]]),
      pinned([ONE, LOG_AS_WITNESS]),
    ),
    refused('witness-unknown', 'a second witness that nobody pins', signedBy([seen, [STRANGER, SEEN]])),
    refused(
      'cosignature-moved',
      "the second witness's word of a larger tree",
      second(() => witnessLine(TWO, largerHead(), SEEN)),
    ),
    refused(
      'cosignature-younger',
      'a cosignature whose line says a later time than was signed',
      second((text) => witnessLine(TWO, text, SEEN - 1, SEEN)),
    ),
    refused(
      'cosignature-without-time',
      "a witness's key over the text alone, as a log signs, with a time before it",
      second((text) => signatureLine(TWO, join(number(SEEN, 8), signEd25519(TWO, text)))),
    ),
    refused(
      'cosignature-64-bytes',
      'a cosignature whose line has no time',
      second((text) => signatureLine(TWO, signEd25519(TWO, `cosignature/v1\ntime ${SEEN}\n${text}`))),
    ),
    refused(
      'cosignature-key-id-forged',
      "another key under the second witness's name and key id",
      second((text) => witnessLine({ ...STRANGER, name: TWO.name, id: TWO.id }, text, SEEN)),
    ),
  ];
}

/** BP-LOG-7: how long ago the witnesses saw it. */
export function staleCases(): CheckpointCase[] {
  const judged = (id: string, about: string, result: Result, lines: Lines, trust?: TrustParts): CheckpointCase => ({
    ...{ id, about, rule: 'BP-LOG-7', result },
    ...{ checkpoint: worldCheckpoint({ lines }), ...(trust && { trust }) },
  });
  const late = NOW - DAY - 1;
  return [
    judged('24-h', 'the older of two cosignatures is 24 h old', 'accepted', seenAt(NOW, NOW - DAY)),
    judged('24-h-1-s', 'the older of two cosignatures is a second older', 'ERR_LOG_STALE', seenAt(NOW, late)),
    judged('both-stale', 'both cosignatures are older than 24 h', 'ERR_LOG_STALE', seenAt(late, late)),
    judged(
      'stale-beyond-quorum',
      'one of two cosignatures is too old, and one is enough',
      'accepted',
      seenAt(late, SEEN),
      pinned(WITNESSES, 1),
    ),
    judged(
      'stale-quorum-1',
      'the one cosignature that is asked for is too old',
      'ERR_LOG_STALE',
      signedBy([[ONE, late]]),
      pinned(WITNESSES, 1),
    ),
  ];
}
