import { formatDirectory, parseHex } from '@bauta/sdk/protocol';
import { createKeyDirectory, DIRECTORY_LIFETIME, type KeptText, type KeyDirectoryOptions } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../generate/vectors/seeded.ts';
import { ISSUER, KEYS, NOW, SITE } from '../../generate/vectors/world.ts';
import { outcomeOf, thrownBy } from '../protocol/refusals.ts';

const requestUrl = `https://${ISSUER}/token-request`;
const published = SITE.keys.map(({ spki, ...slot }) => ({ ...slot, spki: parseHex(spki) }));
const listing = formatDirectory({ requestUrl, keys: published, now: NOW });
const currentId = sha256(KEYS.current.rsa.spki);
const previousId = sha256(KEYS.previous.rsa.spki);

/** Where the instances of one site keep their text. */
interface Shelf extends KeptText {
  text: string | undefined;
}

function openShelf(text?: string): Shelf {
  const shelf: Shelf = {
    text,
    load: async () => shelf.text,
    async save(next) {
      shelf.text = next;
    },
  };
  return shelf;
}

/** One instance; the issuer answers with `listing` unless told otherwise. */
function open(kept: KeptText, options: Partial<KeyDirectoryOptions> = {}) {
  return createKeyDirectory({ issuer: ISSUER, fetch: async () => new Response(listing), kept, ...options });
}

const unreachable = async (): Promise<Response> => {
  throw new TypeError('fetch failed');
};

/** What an instance keeps that read the directory at NOW, with some members replaced. */
async function keptWith(changes: Readonly<Record<string, unknown>>): Promise<string> {
  const shelf = openShelf();
  await open(shelf).refresh(NOW);
  return JSON.stringify({ ...JSON.parse(shelf.text ?? ''), ...changes });
}

describe('a directory that was kept', () => {
  it('serves an instance that never asked the issuer', async () => {
    const shelf = openShelf();
    await open(shelf).refresh(NOW);
    const other = open(shelf, { fetch: unreachable });
    expect(await outcomeOf(() => other.list(NOW))).toBe('ERR_DIRECTORY_STALE');
    expect(await other.restore(NOW + 60)).toBe(true);
    expect(other.find(currentId, NOW + 60)).toMatchObject({ threshold: 18, epoch: '2026-W47', generation: 0 });
    expect(other.list(NOW + 60)).toHaveLength(4);
    expect(other.readAt).toBe(NOW);
  });

  it('is as old as its reading, however often it is taken', async () => {
    const shelf = openShelf();
    await open(shelf).refresh(NOW);
    const other = open(shelf);
    expect(await other.restore(NOW + DIRECTORY_LIFETIME - 1)).toBe(true);
    expect(await other.restore(NOW + DIRECTORY_LIFETIME)).toBe(false);
    expect(await outcomeOf(() => other.list(NOW + DIRECTORY_LIFETIME))).toBe('ERR_DIRECTORY_STALE');
  });

  it('is as old as the state of the log that its keys were judged by', async () => {
    const shelf = openShelf();
    const prove: KeyDirectoryOptions['prove'] = async ({ keys }) => ({ keys, asOf: NOW - DIRECTORY_LIFETIME + 60 });
    await open(shelf, { prove }).refresh(NOW);
    const other = open(shelf, { prove });
    expect(await other.restore(NOW + 59)).toBe(true);
    expect(await other.restore(NOW + 60)).toBe(false);
  });

  it('holds only the keys that were proven', async () => {
    const shelf = openShelf();
    const prove: KeyDirectoryOptions['prove'] = async ({ keys }) => ({
      keys: keys.filter(({ epoch }) => epoch !== '2026-W46'),
      asOf: NOW,
    });
    await open(shelf, { prove }).refresh(NOW);
    const other = open(shelf, { prove });
    await other.restore(NOW);
    expect(await outcomeOf(() => other.find(currentId, NOW))).toBe('accepted');
    expect(await outcomeOf(() => other.find(previousId, NOW))).toBe('ERR_TOKEN_KEY_UNKNOWN');
  });

  it('without proof is nothing to a site that has named a log since', async () => {
    const shelf = openShelf(await keptWith({}));
    const other = open(shelf, { prove: async ({ keys }) => ({ keys, asOf: NOW }) });
    expect(await other.restore(NOW)).toBe(false);
  });

  it('takes the place of an older one, and of no younger one', async () => {
    const empty = formatDirectory({ requestUrl, keys: [], now: NOW });
    const text = await keptWith({});
    const kept: KeptText = { load: async () => text, save: async () => {} };
    const [former, later] = [NOW - 1, NOW + 1].map(() => open(kept, { fetch: async () => new Response(empty) }));
    await former?.refresh(NOW - 1);
    await later?.refresh(NOW + 1);
    for (const directory of [former, later]) expect(await directory?.restore(NOW + 2)).toBe(true);
    expect(former?.list(NOW + 2)).toHaveLength(4);
    expect(later?.list(NOW + 2)).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['another issuer', { issuer: 'other.example' }],
    ['the future', { readAt: NOW + 1, asOf: NOW + 1 }],
    ['a reading that is older than what it says', { readAt: NOW - 1, asOf: NOW }],
    ['no time', { readAt: '1' }],
    ['keys that it does not list', { usable: ['00'.repeat(32)] }],
    ['no keys', { usable: undefined }],
    ['another member', { more: 1 }],
    ['a directory that is none', { directory: '{}' }],
    ['the directory of another', { directory: listing.replaceAll(ISSUER, 'other.example') }],
    ['a spoiled key', { directory: listing.replace(/"token-key":"..../, '"token-key":"AAAA') }],
  ])('of %s is as none', async (_, changes) => {
    const directory = open(openShelf(await keptWith(changes)));
    expect(await directory.restore(NOW)).toBe(false);
    expect(await outcomeOf(() => directory.list(NOW))).toBe('ERR_DIRECTORY_STALE');
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '<html>'],
    ['an empty text', ''],
    ['null', 'null'],
    ['a list', '[]'],
  ])('and is %s is as none', async (_, text) => {
    expect(await open(openShelf(text)).restore(NOW)).toBe(false);
  });

  it('that is untouched is taken, so that the refusals above prove something', async () => {
    expect(await open(openShelf(await keptWith({}))).restore(NOW)).toBe(true);
  });

  it('is not replaced by what was not proven', async () => {
    const shelf = openShelf(await keptWith({}));
    const before = shelf.text;
    const prove = async (): Promise<never> => {
      throw new TypeError('the log is away');
    };
    await thrownBy(() => open(shelf, { prove }).refresh(NOW + 60));
    await thrownBy(() => open(shelf, { fetch: unreachable }).refresh(NOW + 60));
    expect(shelf.text).toBe(before);
  });

  it('stays what it was where the store does not answer', async () => {
    const fault = async (): Promise<never> => {
      throw new TypeError('away');
    };
    const directory = open({ load: fault, save: fault });
    expect(await directory.restore(NOW)).toBe(false);
    // Read all the same, and the operator is told that nobody else has it.
    expect(await outcomeOf(() => directory.refresh(NOW))).toBe('ERR_STORE_UNAVAILABLE');
    expect(directory.list(NOW)).toHaveLength(4);
    expect(await directory.restore(NOW)).toBe(true);
  });
});
