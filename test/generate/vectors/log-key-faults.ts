import { entryText, keyLine, type LoggedKeyParts, loggedKey } from './log-entry-texts.ts';
import { base64Twin } from './log-notes.ts';
import { ENTRIES } from './log-world.ts';
import { unhex } from './seeded.ts';
import { KEYS } from './world.ts';

/** A text with exactly one fault. */
export interface EntryFault {
  readonly id: string;
  readonly about: string;
  readonly text: string;
}

/** Keys entries of which one id is not SHA-256 of its key (BP-LOG-9). */
export function misnamedKeys(): EntryFault[] {
  const [young, current] = ENTRIES.keys.keys;
  const flipped = current.keyId.replace(/.$/, (last) => (Number.parseInt(last, 16) ^ 1).toString(16));
  return [
    written('key-id-of-another-key', 'the id of another key', [{ ...current, keyId: young.keyId }]),
    written('key-id-other-bit', 'an id with one bit changed, of the second of two', [
      young,
      { ...current, keyId: flipped },
    ]),
    written('key-ids-swapped', 'the ids of two keys, each at the other', [
      { ...young, keyId: current.keyId },
      { ...current, keyId: young.keyId },
    ]),
  ];
}

/** Faults of form (BP-LOG-8) that lie between keys, or that only a key of another length can have. */
export function wrongKeys(): EntryFault[] {
  const [young, current] = ENTRIES.keys.keys;
  const renewed = ENTRIES.resume.keys[1];
  const cut = (bytes: number) => {
    const key = loggedKey(18, 0, '2026-W47', unhex(current.spki).slice(0, bytes));
    return [keyLine(key), entryText({ ...ENTRIES.keys, keys: [key] })] as const;
  };
  const [padded, withPadding] = cut(341);
  return [
    written('keys-descending', 'thresholds that descend', [current, young]),
    written('generations-descending', 'generations that descend', [renewed, current]),
    written('key-twice', 'a key twice', [current, current]),
    written('slot-twice', 'two keys for one threshold and generation', [current, { ...renewed, generation: 0 }]),
    {
      id: 'key-without-padding',
      about: 'a key of 341 bytes in base64 without its padding',
      text: withPadding.replace(/=+\n$/, '\n'),
    },
    {
      id: 'key-twin',
      about: 'a key of 341 bytes in a second spelling of the same bytes',
      text: withPadding.replace(padded, base64Twin(padded)),
    },
    {
      id: 'window-of-second-key',
      about: 'the second of two keys has the window of the week after',
      text: entryText({ ...ENTRIES.keys, keys: [young, loggedKey(18, 0, '2026-W48', KEYS.current.rsa.spki)] }),
    },
  ];
}

function written(id: string, about: string, keys: readonly LoggedKeyParts[]): EntryFault {
  return { id, about, text: entryText({ ...ENTRIES.keys, keys }) };
}
