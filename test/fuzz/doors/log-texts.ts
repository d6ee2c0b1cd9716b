import {
  type Bytes,
  formatLogEntry,
  formatLogProof,
  formatNote,
  formatTilePath,
  openCheckpoint,
  parseLogEntry,
  parseLogProof,
  parseNote,
  parseNoteKey,
  parseTilePath,
  readCheckpoint,
  writeCheckpoint,
  writeUtf8,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { parseKeyLogFile } from '../../../sdk/log/key-log-file.ts';
import { readSubmission } from '../../../services/witness/read-submission.ts';
import type { Door } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { endOf, promise } from '../promise.ts';
import { reader, strictText } from './reader.ts';
import { casesOf, textsOf, trustOfProofs } from './vectors.ts';

const utf8 = (texts: readonly string[]): readonly Bytes[] => texts.map(writeUtf8);
const WORDS = utf8([
  '— ',
  '\n\n',
  '\n',
  ' ',
  '+',
  '0',
  '1',
  '-',
  'extra ',
  'index ',
  'old ',
  'AAAA',
  '=',
  '==',
  '9007199254740992',
  'issuer',
  'attester',
  '2026-W47',
  '2026-W53',
  'genesis',
  'bauta/keys/v1',
  'bauta/retire/v1',
  'c2sp.org/tlog-proof@v1',
  '\u2028',
  '\u00a0',
  '\ufeff',
  '\u0000',
  '\r',
]);

const proofs = (): readonly string[] =>
  textsOf('log-proof', 'proof')
    .filter((text) => text.includes('\n'))
    .slice(0, 60);
const checkpoints = (): readonly string[] =>
  proofs().flatMap((text) => {
    const at = text.indexOf('\n\n');
    return at > 0 ? [text.slice(at + 2)] : [];
  });
const tiles = [
  'tile/0/000',
  'tile/0/x001/234.p/5',
  'tile/entries/000.p/1',
  'tile/63/x999/x999/x999/x999/x999/999',
  'tile/1/255',
];

/** What the log, its witnesses and its readers send each other. */
export const logTexts: Readonly<Record<string, Door>> = {
  note: reader({
    about: 'a signed note: parseNote',
    corpus: () => utf8(checkpoints()),
    words: WORDS,
    read: (input) => parseNote(strictText(input)),
    judge(note, input) {
      promise(formatNote(note) === strictText(input), 'read what it would write otherwise');
      return `read, ${Math.min(note.signatures.length, 5)} signatures`;
    },
  }),
  checkpoint: reader({
    about: "the text of a checkpoint's note: readCheckpoint",
    corpus: () => utf8(checkpoints().map((text) => text.slice(0, text.indexOf('\n\n') + 1))),
    words: WORDS,
    read: (input) => readCheckpoint(strictText(input)),
    judge(checkpoint, input) {
      promise(strictText(input).startsWith(writeCheckpoint(checkpoint)), 'read what it would write otherwise');
      return undefined;
    },
  }),
  'log-proof': reader({
    about: 'a proof of inclusion: parseLogProof',
    corpus: () => utf8(proofs()),
    words: WORDS,
    read: (input) => parseLogProof(strictText(input)),
    judge(proof, input) {
      promise(formatLogProof(proof) === strictText(input), 'read what it would write otherwise');
      return `read${proof.extra ? ', with more' : ''}`;
    },
  }),
  'log-entry': reader({
    about: 'an entry of the log: parseLogEntry',
    corpus: () => utf8(textsOf('log-entry', 'text')),
    words: WORDS,
    read: (input) => parseLogEntry(strictText(input)),
    judge(entry, input) {
      promise(formatLogEntry(entry) === strictText(input), 'read what it would write otherwise');
      return `read, ${entry.kind}`;
    },
  }),
  'tile-path': reader({
    about: 'the path of a tile: parseTilePath',
    corpus: () => utf8(tiles),
    words: [...WORDS, ...utf8(['tile/', 'entries', '/x000', '.p/256', '.p/0', '000', '64', '..', '%2f'])],
    read: (input) => parseTilePath(strictText(input)),
    judge(tile, input) {
      promise(formatTilePath(tile) === strictText(input), 'read what it would write otherwise');
      return `read, ${tile.level === 'entries' ? 'entries' : 'hashes'}`;
    },
  }),
  'witness-submission': reader({
    about: 'what a witness is sent: readSubmission',
    corpus: () =>
      utf8(
        checkpoints()
          .slice(0, 12)
          .map((text, i) => `old ${i}\n${'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'.repeat(i % 4)}\n${text}`),
      ),
    words: WORDS,
    read: (input) => readSubmission(strictText(input)),
    judge({ oldSize, proof }) {
      promise(Number.isSafeInteger(oldSize) && oldSize >= 0, 'a size that is none');
      promise(proof.length <= 63 && proof.every((hash) => hash.length === 32), 'a hash that is none');
      return undefined;
    },
  }),
  'key-log-file': reader({
    about: 'the file that names a log of keys: parseKeyLogFile',
    corpus: () => {
      const { key: log, witnesses } = trustOfProofs();
      const file = {
        url: 'https://log.example',
        key: log,
        witnesses: witnesses.map((key) => ({ key, url: 'https://witness.example', independent: true })),
        quorum: 1,
      };
      return utf8([JSON.stringify(file)]);
    },
    words: [...WORDS, ...utf8(['"quorum":', '"witnesses":', '"key":', '"url":', 'null', '[]', '{}', 'https://', '2'])],
    read: (input) => parseKeyLogFile(strictText(input)),
  }),
  'signed-checkpoint': signedCheckpoint(),
  'note-key': {
    about: 'a key of notes: parseNoteKey',
    async open() {
      const { key: log, witnesses } = trustOfProofs();
      const corpus = utf8([log, ...witnesses]);
      return {
        corpus,
        words: WORDS,
        inputs: fc.oneof(mutated(corpus, [...corpus, ...WORDS]), anyText()),
        async enter(input) {
          const text = new TextDecoder().decode(input);
          try {
            await parseNoteKey(text);
          } catch (error) {
            promise(error instanceof TypeError, `threw ${String(error)}`);
            return text.includes('+') ? 'refused' : 'refused, no plus';
          }
          return 'read';
        },
      };
    },
  },
};

function signedCheckpoint(): Door {
  return {
    about: 'a checkpoint with its signatures: openCheckpoint',
    async open() {
      const { key: log, witnesses, quorum } = trustOfProofs();
      const trust = { key: await parseNoteKey(log), witnesses: await Promise.all(witnesses.map(parseNoteKey)), quorum };
      const accepted = casesOf('log-proof').filter(
        ({ result, proof, now }) => result === 'accepted' && typeof proof === 'string' && typeof now === 'number',
      );
      const [one] = accepted;
      const now = one?.now as number;
      const texts = accepted
        .filter((each) => each.now === now)
        .map(({ proof }) => (proof as string).slice((proof as string).indexOf('\n\n') + 2))
        .slice(0, 20);
      const signed = new Set(texts.map((text) => text.slice(0, text.indexOf('\n\n') + 1)));
      const corpus = utf8(texts);
      return {
        corpus,
        words: WORDS,
        inputs: mutated(corpus, [...corpus, ...WORDS]),
        async enter(input) {
          const text = new TextDecoder().decode(input);
          const ended = await endOf(() => openCheckpoint(text, trust, now), /^ERR_LOG_/);
          if ('refusal' in ended) return ended.refusal;
          promise(signed.has(text.slice(0, text.lastIndexOf('\n\n') + 1)), 'took a tree that nobody signed');
          return 'taken, as signed';
        },
      };
    },
  };
}
