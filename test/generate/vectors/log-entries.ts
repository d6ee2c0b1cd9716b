import { malformedEntries } from './log-entry-faults.ts';
import { type EntryParts, entryText, loggedKey } from './log-entry-texts.ts';
import { misnamedKeys } from './log-key-faults.ts';
import { RFC9162 } from './log-tree.ts';
import { ENTRIES } from './log-world.ts';
import { hex } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { KEYS, unlistedKey } from './world.ts';

/** Entries of the log, as whoever reads one judges its text. */
export function logEntryVectors(): VectorFile {
  const good = (id: string, about: string, parts: EntryParts, rule = 'BP-LOG-8') => {
    const text = entryText(parts);
    return { id, about, rule, result: 'accepted' as Result, text, leafHash: hex(RFC9162.leaf(text)), parts };
  };
  const refused = (rule: string) => (fault: { id: string; about: string; text: string }) => {
    const { id, about, text } = fault;
    return { id, about, rule, result: 'ERR_LOG_MALFORMED' as Result, text };
  };
  const { genesis, keys, resume, retire, wallet, sdk, batches } = ENTRIES;
  const [young, current] = keys.keys;
  const spki = KEYS.next.rsa.spki;
  const batch = (rounded: number) => ({ ...batches, rounded });
  return vectorFile(
    'log-entry',
    'An entry of the log is text of lines, and its leaf hash is SHA-256(00 ‖ text): protocol.md §7. Who may add it, and when, is not asked.',
    [
      good('keys', 'keys of two thresholds, each under its own id', keys, 'BP-LOG-9'),
      good('keys-genesis', 'the first keys of a name', genesis),
      good('keys-resume', 'keys of an attester that come late', resume),
      good('keys-generations', 'two generations of one threshold, after a third key', {
        ...keys,
        keys: [young, current, ENTRIES.resume.keys[1]],
      }),
      good('keys-edges', 'the least and the greatest threshold and generation', {
        ...keys,
        keys: [loggedKey(0, 255, '2026-W47', spki), loggedKey(255, 0, '2026-W47', unlistedKey().spki)],
      }),
      good('keys-port', 'a name with a port, and another epoch at the turn of a year', {
        ...keys,
        name: 'issuer.localhost:4003',
        epoch: '2026-W53',
        keys: [loggedKey(18, 0, '2026-W53', spki)],
      }),
      good('retire', 'a key that ends before its time', retire),
      good('retire-attester', 'a later generation of an attester', { ...retire, role: 'attester', generation: 2 }),
      good('wallet', 'the build that a wallet serves', wallet),
      good('sdk', 'a release of the SDK', sdk),
      good('sdk-beta', 'a release before a release', { ...sdk, version: '1.3.0-beta.1' }),
      good('batches', 'two significant digits', batches),
      ...[0, 7, 99, 100].map((n) => good(`batches-${n}`, `${n} batches`, batch(n))),
      ...malformedEntries().map(refused('BP-LOG-8')),
      ...misnamedKeys().map(refused('BP-LOG-9')),
    ],
  );
}
