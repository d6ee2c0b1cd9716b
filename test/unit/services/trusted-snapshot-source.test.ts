import type { SnapshotText } from '@bauta/sdk/eu-wallet';
import { createNoteSigner, writeUtf8 } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import { openSnapshotSource } from '../../../services/attester/trusted-snapshot-source.ts';
import { outcome } from '../../ports/refusals.ts';
import { LIST_URL, PUBLISHER, publish, publishTooLarge } from '../../rooms/list-publisher.ts';
import { NOW, pki } from '../eu-wallet/holder.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const { certificates } = JSON.parse(pki.trustedList) as { certificates: [{ der: string }] };
const [{ der }] = certificates;

/** A snapshot whose one certificate is named after it. */
const numbered = (sequence: number, more: Partial<SnapshotText> = {}, name = `of ${sequence}`): SnapshotText => ({
  sequence,
  issued: NOW,
  expires: NOW + 10 * DAY,
  list: JSON.stringify({ certificates: [{ name, der }] }),
  ...more,
});

type Answer = () => Response | Promise<Response>;

/** A source and all that is around it. */
function ground(signer = PUBLISHER) {
  const kept: KeptText & { text: string | undefined } = {
    text: undefined,
    load: async () => kept.text,
    async save(text) {
      kept.text = text;
    },
  };
  const events: string[] = [];
  const asked: string[] = [];
  const world = { now: NOW, answer: (() => new Response(null, { status: 503 })) as Answer };
  const open = (by = signer, production = false) =>
    openSnapshotSource(
      {
        config: { production },
        clock: { now: () => world.now, onJump: () => {} },
        random: (length) => new Uint8Array(length).fill(255),
        log: ({ event }) => void events.push(event),
        async fetch(url) {
          asked.push(String(url));
          return world.answer();
        },
      },
      { url: LIST_URL, key: by.key },
      kept,
    );
  const serve = (note: string | Uint8Array, status = 200): void => {
    world.answer = () => new Response(note as string, { status });
  };
  return { world, kept, events, asked, open, serve };
}

const nameIn = (source: ReturnType<typeof openSnapshotSource>) =>
  outcome(() => source.current().certificates[0]?.name as string);

/** A source that has read snapshot 7, and is due again. */
async function withSeven(from = ground()) {
  const source = from.open();
  from.serve(await publish(numbered(7)));
  await source.refresh();
  expect([await nameIn(source), from.events]).toEqual(['of 7', ['trusted-list-read']]);
  from.world.now += 2 * HOUR;
  return { ...from, source };
}

const other = await createNoteSigner('lists.example', 'log', new Uint8Array(32).fill(8));
const later = NOW + 2 * HOUR;

/** What a publisher, or whoever stands in its place, may answer two hours after number 7. */
const REFUSED: readonly { readonly what: string; readonly answer: Answer }[] = [
  { what: 'of another key', answer: async () => new Response(await publish(numbered(8), other)) },
  { what: 'with a lower number', answer: async () => new Response(await publish(numbered(6))) },
  {
    what: 'with the same number and other bytes',
    answer: async () => new Response(await publish(numbered(7, {}, 'x'))),
  },
  {
    what: 'issued more than a minute from now',
    answer: async () => new Response(await publish(numbered(8, { issued: later + 61 }))),
  },
  { what: 'that is over', answer: async () => new Response(await publish(numbered(8, { expires: later }))) },
  { what: 'that is too large', answer: async () => new Response(await publishTooLarge(numbered(8))) },
  { what: 'with another status', answer: async () => new Response(await publish(numbered(8)), { status: 203 }) },
  { what: 'that is a redirect', answer: () => new Response(null, { status: 302, headers: { location: LIST_URL } }) },
  { what: 'that is missing', answer: async () => new Response(await publish(numbered(8)), { status: 404 }) },
  { what: 'that does not come', answer: () => Promise.reject(new TypeError('fetch failed')) },
  { what: 'that is no note', answer: () => new Response('bauta') },
  { what: 'that is no UTF-8', answer: () => new Response(Uint8Array.of(0xff)) },
  {
    what: 'with a byte order mark',
    answer: async () => new Response(writeUtf8(`\ufeff${await publish(numbered(8))}`)),
  },
];

describe('the trusted list from snapshots', () => {
  it('is not there before one was read', async () => {
    const { open } = ground();
    const source = open();
    expect(await nameIn(source)).toBe('ERR_NOT_READY');
    await source.refresh();
    expect(await nameIn(source)).toBe('ERR_NOT_READY');
  });

  it.each(REFUSED)('stays as it was after a snapshot $what', async ({ answer }) => {
    const { source, world, events, kept } = await withSeven();
    const before = kept.text;
    world.answer = answer;
    await source.refresh();
    expect([await nameIn(source), events, kept.text]).toEqual([
      'of 7',
      ['trusted-list-read', 'trusted-list-refused'],
      before,
    ]);
  });

  it.each(REFUSED)('is not there after nothing but a snapshot $what', async ({ what, answer }) => {
    // The first one of a publisher may have any number.
    if (what.includes('number')) return;
    const { open, world, kept } = ground();
    world.now = later;
    world.answer = answer;
    const source = open();
    await source.refresh();
    expect([await nameIn(source), kept.text]).toEqual(['ERR_NOT_READY', undefined]);
  });

  it.each([
    ['a minute ahead', numbered(8, { issued: later + 60 })],
    ['in its last second', numbered(8, { expires: later + 1 })],
    ['far ahead in number', numbered(Number.MAX_SAFE_INTEGER)],
  ])('goes on to one %s', async (_, snapshot) => {
    const { source, serve } = await withSeven();
    serve(await publish(snapshot));
    await source.refresh();
    expect(await nameIn(source)).toBe(`of ${snapshot.sequence}`);
  });

  it('may be the same one again, which nobody hears of', async () => {
    const { source, events, asked } = await withSeven();
    await source.refresh();
    expect([asked.length, events]).toEqual([2, ['trusted-list-read']]);
  });

  it('is none when its time is over, until there is a newer one', async () => {
    const { source, world, serve } = await withSeven();
    world.now = NOW + 10 * DAY - 1;
    expect(await nameIn(source)).toBe('of 7');
    world.now = NOW + 10 * DAY;
    expect(await nameIn(source)).toBe('ERR_NOT_READY');
    await source.refresh();
    expect(await nameIn(source)).toBe('ERR_NOT_READY');
    serve(await publish(numbered(8, { issued: world.now, expires: world.now + DAY })));
    world.now += 60;
    await source.refresh();
    expect(await nameIn(source)).toBe('of 8');
  });

  it('is none while the clock stands before its time', async () => {
    const { source, world } = await withSeven();
    world.now = NOW - 61;
    expect(await nameIn(source)).toBe('ERR_NOT_READY');
  });

  it('is read hourly, give or take 20 minutes, and after a refusal within the minute', async () => {
    const { source, world, asked, serve } = await withSeven();
    await source.refresh();
    // With this draw of lots it is an hour and 20 minutes, less a few seconds.
    for (const [minutes, times] of [
      [1, 2],
      [79, 2],
      [80, 3],
    ] as const) {
      world.now = NOW + 2 * HOUR + minutes * 60;
      await source.refresh();
      expect([minutes, asked.length]).toEqual([minutes, times]);
    }
    serve('', 503);
    world.now += 80 * 60;
    await source.refresh();
    world.now += 60;
    await source.refresh();
    expect(asked.length).toBe(5);
    world.now -= 9 * DAY;
    await source.refresh();
    expect([asked.length, new Set(asked)]).toEqual([6, new Set([LIST_URL])]);
  });

  it('is read as soon as its time is over', async () => {
    const { source, world, serve, asked } = await withSeven();
    serve(await publish(numbered(8, { expires: world.now + 100 })));
    await source.refresh();
    for (const [seconds, times] of [
      [99, 2],
      [100, 3],
      [131, 4],
    ] as const) {
      world.now = NOW + 2 * HOUR + seconds;
      await source.refresh();
      expect([seconds, asked.length]).toEqual([seconds, times]);
    }
  });

  it('says once that it is refused, and again after it was good', async () => {
    const { source, world, events, serve } = await withSeven();
    const good = await publish(numbered(7));
    for (const note of ['x', 'y', good, 'z']) {
      serve(note);
      await source.refresh();
      world.now += 2 * HOUR;
    }
    expect(events).toEqual(['trusted-list-read', 'trusted-list-refused', 'trusted-list-refused']);
  });

  it('is asked for once by all who want it at the same time', async () => {
    const { source, asked } = await withSeven();
    await Promise.all([source.refresh(), source.refresh(), source.refresh()]);
    expect(asked.length).toBe(2);
  });
});

describe('after a restart', () => {
  it('the last snapshot is there before anybody is asked, and none older is believed', async () => {
    const { open, asked, serve, kept, events } = await withSeven();
    const source = open();
    await source.restore();
    expect([await nameIn(source), asked.length]).toEqual(['of 7', 1]);
    serve(await publish(numbered(6)));
    const again = open();
    await again.refresh();
    expect([await nameIn(again), events.at(-1)]).toEqual(['of 7', 'trusted-list-refused']);
    expect(kept.text).toBe(await publish(numbered(7)));
  });

  it('a snapshot whose time is over still counts against older ones', async () => {
    const { open, serve, world } = await withSeven();
    world.now = NOW + 11 * DAY;
    serve(await publish(numbered(6, { issued: world.now, expires: world.now + DAY })));
    const source = open();
    await source.refresh();
    expect(await nameIn(source)).toBe('ERR_NOT_READY');
  });

  it('nothing is taken from what was spoilt, or kept for another publisher', async () => {
    const { open, kept } = await withSeven();
    const strange = open(other);
    await strange.restore();
    expect(await nameIn(strange)).toBe('ERR_NOT_READY');
    const inProduction = open(PUBLISHER, true);
    await inProduction.restore();
    expect(await nameIn(inProduction)).toBe('ERR_NOT_READY');
    kept.text = kept.text?.replace('of 7', 'of 9');
    const spoilt = open();
    await spoilt.restore();
    expect(await nameIn(spoilt)).toBe('ERR_NOT_READY');
  });

  it('another instance takes what this one has kept, and never goes back', async () => {
    const { open, kept, source } = await withSeven();
    const entry = open();
    kept.text = await publish(numbered(8));
    await entry.restore();
    kept.text = await publish(numbered(7));
    await entry.restore();
    expect(await nameIn(entry)).toBe('of 8');
    await source.restore();
    expect(await nameIn(source)).toBe('of 7');
  });

  it('what could not be kept is not believed, and asked for again within the minute', async () => {
    const { source, kept, serve, world } = await withSeven();
    const { save } = kept;
    Object.assign(kept, { save: () => Promise.reject(new Error('full')) });
    serve(await publish(numbered(8)));
    await expect(source.refresh()).rejects.toThrow('full');
    expect(await nameIn(source)).toBe('of 7');
    Object.assign(kept, { save });
    world.now += 60;
    await source.refresh();
    expect(await nameIn(source)).toBe('of 8');
  });
});
