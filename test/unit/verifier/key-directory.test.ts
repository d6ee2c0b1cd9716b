import { DIRECTORY_PATH, formatDirectory, parseHex } from '@bauta/sdk/protocol';
import { createKeyDirectory, DIRECTORY_LIFETIME } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../generate/vectors/seeded.ts';
import { ISSUER, KEYS, MONDAY, NOW, SITE, WEEK } from '../../generate/vectors/world.ts';
import { outcomeOf, thrownBy } from '../protocol/refusals.ts';

const requestUrl = `https://${ISSUER}/token-request`;
const published = SITE.keys.map(({ spki, ...slot }) => ({ ...slot, spki: parseHex(spki) }));
const listing = formatDirectory({ requestUrl, keys: published, now: NOW });
const currentId = sha256(KEYS.current.rsa.spki);
const previousId = sha256(KEYS.previous.rsa.spki);

function open(window?: 'accepted' | 'signs') {
  const host = { answer: (): Response => new Response(listing), asked: [] as string[] };
  const directory = createKeyDirectory({
    issuer: ISSUER,
    ...(window && { window }),
    async fetch(url) {
      host.asked.push(url);
      return host.answer();
    },
  });
  return { host, directory };
}

describe('a key directory', () => {
  it('is empty until it is read, and asks for one address', async () => {
    const { host, directory } = open();
    expect(await outcomeOf(() => directory.find(currentId, NOW))).toBe('ERR_DIRECTORY_STALE');
    expect(await outcomeOf(() => directory.list(NOW))).toBe('ERR_DIRECTORY_STALE');
    await directory.refresh(NOW);
    expect(host.asked).toEqual([`https://${ISSUER}${DIRECTORY_PATH}`]);
    expect(directory.find(currentId, NOW)).toMatchObject({ threshold: 18, epoch: '2026-W47', generation: 0 });
    expect(directory.list(NOW)).toHaveLength(4);
  });

  it('shuts after 24 hours, to the second', async () => {
    const { directory } = open();
    await directory.refresh(NOW);
    expect(await outcomeOf(() => directory.find(currentId, NOW + DIRECTORY_LIFETIME - 1))).toBe('accepted');
    expect(await outcomeOf(() => directory.find(currentId, NOW + DIRECTORY_LIFETIME))).toBe('ERR_DIRECTORY_STALE');
    expect(await outcomeOf(() => directory.list(NOW + DIRECTORY_LIFETIME))).toBe('ERR_DIRECTORY_STALE');
    expect(DIRECTORY_LIFETIME).toBe(86_400);
  });

  it('is as old as the state of the log that its keys were judged by', async () => {
    const keys = createKeyDirectory({
      issuer: ISSUER,
      fetch: async () => new Response(listing),
      prove: async (read) => ({ keys: read.keys, asOf: NOW - DIRECTORY_LIFETIME + 60 }),
    });
    await keys.refresh(NOW);
    expect(await outcomeOf(() => keys.list(NOW + 59))).toBe('accepted');
    expect(await outcomeOf(() => keys.list(NOW + 60))).toBe('ERR_DIRECTORY_STALE');
  });

  it('shuts when the clock was set back by as much', async () => {
    const { directory } = open();
    await directory.refresh(NOW);
    expect(await outcomeOf(() => directory.list(NOW - DIRECTORY_LIFETIME + 1))).toBe('accepted');
    expect(await outcomeOf(() => directory.list(NOW - DIRECTORY_LIFETIME))).toBe('ERR_DIRECTORY_STALE');
  });

  it('keeps the later of two readings, though the earlier one is answered last', async () => {
    const empty = formatDirectory({ requestUrl, keys: [], now: NOW });
    const answers: ((response: Response) => void)[] = [];
    const directory = createKeyDirectory({
      issuer: ISSUER,
      fetch: () => new Promise((resolve) => answers.push(resolve)),
    });
    const [earlier, later] = [directory.refresh(NOW - 60), directory.refresh(NOW)];
    answers[1]?.(new Response(listing));
    await later;
    answers[0]?.(new Response(empty));
    await earlier;
    expect(directory.list(NOW)).toHaveLength(4);
  });

  it('tells an unknown key from one outside its window', async () => {
    const { directory } = open();
    await directory.refresh(NOW);
    expect(await outcomeOf(() => directory.find(new Uint8Array(32), NOW))).toBe('ERR_TOKEN_KEY_UNKNOWN');
    await directory.refresh(MONDAY + WEEK);
    expect(await outcomeOf(() => directory.find(previousId, MONDAY + WEEK + 599))).toBe('accepted');
    expect(await outcomeOf(() => directory.find(previousId, MONDAY + WEEK + 600))).toBe('ERR_TOKEN_WINDOW');
  });

  it('takes grants while they are signed, when asked to', async () => {
    const { directory } = open('signs');
    await directory.refresh(MONDAY);
    expect(await outcomeOf(() => directory.find(previousId, MONDAY + 3599))).toBe('accepted');
    expect(await outcomeOf(() => directory.find(previousId, MONDAY + 3600))).toBe('ERR_TOKEN_WINDOW');
    await directory.refresh(MONDAY - WEEK);
    expect(await outcomeOf(() => directory.find(currentId, MONDAY - WEEK))).toBe('accepted');
    expect(await outcomeOf(() => directory.find(currentId, MONDAY - WEEK - 1))).toBe('ERR_TOKEN_WINDOW');
  });

  it.each<[string, () => Response, string]>([
    ['an error', () => new Response(listing, { status: 503 }), 'ERR_DIRECTORY_MALFORMED'],
    ['no JSON', () => new Response('<html>'), 'ERR_DIRECTORY_MALFORMED'],
    ['too much', () => new Response(listing + ' '.repeat(1_000_000)), 'ERR_DIRECTORY_MALFORMED'],
    [
      'a spoiled key',
      () => new Response(listing.replace(/"token-key":"..../, '"token-key":"AAAA')),
      'ERR_KEY_MALFORMED',
    ],
  ])('keeps what it had when the issuer answers with %s', async (_, answer, code) => {
    const { host, directory } = open();
    await directory.refresh(NOW);
    host.answer = answer;
    expect(await outcomeOf(() => directory.refresh(NOW + 3600))).toBe(code);
    expect(await outcomeOf(() => directory.find(currentId, NOW + 3600))).toBe('accepted');
    // And it is no younger for it.
    expect(await outcomeOf(() => directory.find(currentId, NOW + DIRECTORY_LIFETIME))).toBe('ERR_DIRECTORY_STALE');
  });

  it('passes on that the issuer was not reached', async () => {
    const { host, directory } = open();
    host.answer = () => {
      throw new TypeError('fetch failed');
    };
    expect((await thrownBy(() => directory.refresh(NOW))).message).toBe('fetch failed');
  });

  it('forgets a key that is listed no more', async () => {
    const { host, directory } = open();
    await directory.refresh(NOW);
    const rest = published.filter(({ epoch }) => epoch !== '2026-W46');
    host.answer = () => new Response(formatDirectory({ requestUrl, keys: rest, now: NOW }));
    await directory.refresh(NOW + 3600);
    expect(await outcomeOf(() => directory.find(previousId, NOW + 3600))).toBe('ERR_TOKEN_KEY_UNKNOWN');
    expect(await outcomeOf(() => directory.find(currentId, NOW + 3600))).toBe('accepted');
  });
});
