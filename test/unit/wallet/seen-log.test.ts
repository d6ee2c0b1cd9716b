import {
  cosign,
  createNoteSigner,
  formatNote,
  formatNoteKey,
  type Note,
  parseNote,
  signNote,
  writeCheckpoint,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { hasSeenLog, seenInBrowser } from '../../../services/wallet/pages/keep/seen-log.ts';

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const LOG = await createNoteSigner('log.example/bauta', 'log', seed(1));
const WITNESS = await createNoteSigner('witness.example', 'witness', seed(2));
const TEXT = writeCheckpoint({ origin: LOG.key.name, size: 7, root: seed(3) });
const NOW = 1_795_003_200;

const checkpoint = async (signer = LOG): Promise<Note> => ({
  text: TEXT,
  signatures: [await signNote(TEXT, signer), await cosign(TEXT, WITNESS, NOW)],
});

const NOTE = formatNote(await checkpoint());
const FOREIGN = formatNote(await checkpoint(await createNoteSigner(LOG.key.name, 'log', seed(4))));

/** A place that holds `record`. */
function placeOf(record?: unknown) {
  const place = {
    record,
    read: async (origin: string) => (origin === LOG.key.name ? place.record : undefined),
    write: async (written: unknown) => {
      place.record = written;
    },
  };
  return place;
}

describe('the last state of a log', () => {
  it('is kept as the log’s own word, without the witnesses’ and their times', async () => {
    const place = placeOf();
    const seen = seenInBrowser(LOG.key, place);
    expect(await seen.load()).toBeUndefined();
    const note = await checkpoint();
    await seen.save(formatNote(note));
    const kept = formatNote({ ...note, signatures: note.signatures.slice(0, 1) });
    expect(place.record).toEqual({ origin: LOG.key.name, note: kept });
    expect(await seen.load()).toBe(kept);
    expect(parseNote(kept).signatures.map(({ name }) => name)).toEqual([LOG.key.name]);
  });

  it('is the same whenever the same state is seen, so that it marks no time', async () => {
    const [first, second] = [placeOf(), placeOf()];
    const later = {
      text: TEXT,
      signatures: [await cosign(TEXT, WITNESS, NOW + 9), ...(await checkpoint()).signatures],
    };
    await seenInBrowser(LOG.key, first).save(formatNote(await checkpoint()));
    await seenInBrowser(LOG.key, second).save(formatNote(later));
    expect(second.record).toEqual(first.record);
  });

  it.each([
    ['nothing', undefined],
    ['something else', { origin: LOG.key.name }],
    ['a member more', { origin: LOG.key.name, note: NOTE, at: NOW }],
    ['no note', { origin: LOG.key.name, note: 'x' }],
    [
      'what another key signed under that name',
      {
        origin: LOG.key.name,
        note: FOREIGN,
      },
    ],
  ])('counts for nothing where there is %s', async (_, record) => {
    expect(await seenInBrowser(LOG.key, placeOf(record)).load()).toBeUndefined();
  });

  it('tells whether there is any', async () => {
    const place = placeOf();
    const key = formatNoteKey(LOG.key);
    expect(await hasSeenLog(key, place)).toBe(false);
    await seenInBrowser(LOG.key, place).save(formatNote(await checkpoint()));
    expect(await hasSeenLog(key, place)).toBe(true);
    expect(await hasSeenLog(key, { ...place, read: () => Promise.reject(new Error('no')) })).toBe(false);
  });
});
