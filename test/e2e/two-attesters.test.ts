import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { drawIndexFrom, type HeldToken, loadDirectory } from '@bauta/sdk/client';
import { epochAt, formatHex, nameOf } from '@bauta/sdk/protocol';
import { createLoopbackFetch, loopbackFetch } from '@bauta/services/loopback';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { createHeadlessBrowser } from '../flow/browser.ts';
import { mintAll, openSite, runFlow } from '../flow/flow.ts';
import { type Samples, tellApart } from './two-attesters-guess.ts';
import { retireLine, settingsToJoin, wordsOfSecond } from './two-attesters-guide.ts';
import { comeTo, type Person } from './two-attesters-people.ts';
import { openRogue, type Rogue } from './two-attesters-rogue.ts';
import { startTwoAttesters, type TwoAttesters } from './two-attesters-rooms.ts';
import { drawnIn, seeVisit, type VisitSeen } from './two-attesters-visit.ts';
import { openSiteInChromium } from './two-attesters-wallet.ts';

const PORT_BASE = 23_800;
const ROOT = join(import.meta.dirname, '../..');
const VISITS = 40;
const BOTH = ['first', 'second'] as const;
type Which = (typeof BOTH)[number];

const settings = settingsToJoin(PORT_BASE);
let rooms: TwoAttesters;
let rogue: Rogue;
const people = {} as Record<Which, Person>;
const stock = {} as Record<Which, HeldToken[]>;
const seen: Record<Which, VisitSeen[]> = { first: [], second: [] };

beforeAll(async () => {
  rogue = await openRogue();
  rooms = await startTwoAttesters(PORT_BASE, wordsOfSecond(), settings);
}, 60_000);
afterAll(async () => {
  await rooms?.stop();
  await rogue?.close();
}, 30_000);

const attester = (which: Which): string => nameOf(rooms[which].attester);
const directoryOf = (name: string) => loadDirectory(name, loopbackFetch);

async function visit(which: Which): Promise<number> {
  const from = rooms.site.connections.length;
  // A connection of its own, so that all that comes in over it is of this visit.
  const browser = createHeadlessBrowser(createLoopbackFetch());
  const status = await openSite(browser, rooms[which], stock[which].pop() as HeldToken);
  const chunks = rooms.site.connections.slice(from).flatMap((connection) => connection.chunks);
  seen[which].push(seeVisit(Buffer.concat(chunks.map(({ bytes }) => bytes))));
  return status;
}

function shuffle<T>(all: readonly T[]): T[] {
  const drawIndex = drawIndexFrom(randomBytes);
  const left = [...all];
  return all.map(() => left.splice(drawIndex(left.length), 1)[0] as T);
}

const drawn = (name?: string): Samples => ({ first: drawnIn(seen.first, name), second: drawnIn(seen.second, name) });

describe('a second attester', { timeout: 60_000 }, () => {
  it('says at its start what lets it join, and shows no key before; then joins with just that', async () => {
    await expect.poll(rooms.printedBySecond, { timeout: 50_000 }).toContain('"code":"ERR_LOG_OPERATOR"');
    const entry = JSON.parse(/^.*(\{"key".*\})$/m.exec(rooms.printedBySecond())?.[1] ?? '');
    expect(entry).toMatchObject({ roles: ['attester'], names: [attester('second')] });
    await expect(directoryOf(attester('second'))).rejects.toMatchObject({ code: 'ERR_NOT_READY' });

    expect(settings.ATTESTERS?.split(',')).toEqual(BOTH.map(attester));
    await rooms.join(entry, [...BOTH.map(attester), rogue.name]);
    expect((await directoryOf(attester('second'))).keys.length).toBeGreaterThan(0);
  });

  it('does the main job as the first one does', async () => {
    for (const which of BOTH) expect(await runFlow(rooms[which], rooms.now)).toMatchObject({ ok: true });
  });

  it('is known to the issuer by the key of each grant, which no other attester has', async () => {
    for (const which of BOTH) {
      people[which] = await comeTo(rooms[which], rooms.now);
      stock[which] = await people[which].fetchVisits();
      const own = (await directoryOf(attester(which))).keys.map(({ key }) => formatHex(key.id));
      expect([...people[which].grantKeys].filter((id) => !own.includes(id))).toEqual([]);
    }
    expect([...people.first.grantKeys].filter((id) => people.second.grantKeys.has(id))).toEqual([]);
  });

  it('leaves a site nothing to tell its visits from those of the first one', async () => {
    // In no order, so that the time of a visit says nothing either.
    for (const which of shuffle(BOTH.flatMap((one) => Array.from({ length: VISITS }, () => one)))) {
      expect(await visit(which)).toBe(200);
    }
    const all = BOTH.flatMap((which) => seen[which]);
    // Header names, their order, lengths, key ids and all that is not drawn: one form, to the byte.
    expect([...new Set(all.map(({ form }) => form))]).toEqual([seen.first[0]?.form]);
    expect(new Set(all.map(({ length }) => length)).size).toBe(1);
    const keys = (await directoryOf(nameOf(rooms.first.issuer))).keys.filter(
      ({ epoch }) => epoch === epochAt(rooms.now),
    );
    expect(all[0]?.form).toContain(formatHex(keys[0]?.key.id as Uint8Array));
    // And what is drawn by lot is drawn alike.
    for (const name of ['', 'token nonce', 'token signature', 'x']) {
      expect([name, tellApart(drawn(name))]).toEqual([name, { digits: [], isGuessed: false, isUnlikely: false }]);
    }
  });

  it('would be told apart by one digit, by one bit, and by bytes that are smaller on the average', () => {
    const planted = (plant: (byte: number, mark: number, visit: number) => number, count = 1): Samples => {
      const { first, second } = drawn('token nonce');
      for (const [mark, visits] of [first, second].entries()) {
        for (const [i, bytes] of visits.entries()) {
          for (let at = 0; at < count; at++) bytes[at] = plant(bytes[at] as number, mark, i);
        }
      }
      return { first, second };
    };
    const always = planted((byte, mark) => (byte & 0x7f) | (mark << 7));
    expect(tellApart(always)).toMatchObject({ digits: [0], isGuessed: true });
    const often = planted((_, mark, visit) => (visit % 10 === 9 ? 0 : mark));
    expect(tellApart(often)).toMatchObject({ digits: [], isGuessed: true });
    const smaller = planted((byte, mark) => (mark ? byte % 200 : byte), 32);
    expect(tellApart(smaller)).toMatchObject({ digits: [], isUnlikely: true });
  });

  it.skipIf(whyNoBrowser)(
    `is one of two in the wallet${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
    async () => {
      const browser = await launchBrowser();
      try {
        const labels = settings.ATTESTER_LABELS?.split(',') ?? [];
        expect(labels).toHaveLength(2);
        const shown = [];
        for (const label of labels) shown.push(seeVisit(await openSiteInChromium(browser, rooms, label)));
        expect(shown[1]?.form).toBe(shown[0]?.form);
        expect(shown[1]?.length).toBe(shown[0]?.length);
      } finally {
        await browser.close();
      }
    },
  );

  it('is nothing to the issuer when its keys are not in the log', async () => {
    expect(rogue.asked()).toBeGreaterThan(0);
    const directory = await directoryOf(nameOf(rooms.first.issuer));
    const { pending, grant } = await rogue.grant(nameOf(rooms.first.issuer), directory);
    const shown = { pending: [pending], grants: [{ grant }], issuerDirectory: directory };
    await expect(mintAll(createHeadlessBrowser(), shown)).rejects.toMatchObject({ code: 'ERR_GRANT_KEY_UNKNOWN' });
  });

  it('retires a key with the command of the guide', async () => {
    const week = epochAt(rooms.now);
    const env = { PATH: process.env.PATH, ...rooms.env };
    const { stdout } = await promisify(execFile)('sh', ['-euc', retireLine(week)], { cwd: ROOT, env, timeout: 30_000 });
    expect(stdout).toContain(`18 years · ${week} · generation 1`);
    await rooms.wakeSecond();
    const { keys } = await directoryOf(attester('second'));
    expect(keys.find(({ epoch }) => epoch === week)?.generation).toBe(1);
  });

  it('gives no grant that counts once it was removed, while the visits fetched before open sites as ever', async () => {
    const grants = await people.second.draw();
    await rooms.restartIssuer([attester('first')]);
    await expect(people.second.mint(grants)).rejects.toMatchObject({ code: 'ERR_GRANT_KEY_UNKNOWN' });
    expect(await visit('second')).toBe(200);
    expect(await runFlow(rooms.first, rooms.now)).toMatchObject({ ok: true });
  });
});
