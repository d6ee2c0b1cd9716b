import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { epochAfter, epochAt } from '@bauta/sdk/protocol';
import { describe, it } from 'vitest';
import { type Chance, chanceOf } from '../../figures/chance.ts';
import { temporaryFolder } from '../../ports/bodies.ts';
import { upTo } from '../../ports/figures.ts';
import { BEGINNING, type House, ISSUERS, openHouse, PLACES, type Place, roomOf } from './issuer-house.ts';
import { type Judge, openJudge } from './issuer-judge.ts';
import { someMoment } from './issuer-moment.ts';
import type { KeptKey } from './issuer-vault.ts';

/** How often something dies: 100 in the long form. */
const ROUNDS = Number(process.env.BAUTA_LOG_ROUNDS ?? 5);
/** Drawing keys is most of the work. */
const THRESHOLDS = ROUNDS > 5 ? [15, 18] : [18];
/** What is drawn, not when it falls: the same number gives the same deaths at other instants of the work. */
const SEED = Number(process.env.BAUTA_LOG_SEED ?? randomInt(2 ** 31));

const VICTIMS: readonly (readonly Place[])[] = [
  ['log'],
  ['witness'],
  ['first'],
  ['second'],
  ['first', 'second'],
  ['log', 'first'],
  ['witness', 'second'],
  PLACES,
];
/** Hours from one round to the next, as ranges: the same day, the next week, weeks in which nobody ran. */
const LEAPS: readonly (readonly [from: number, to: number])[] = [
  [0, 0],
  [2, 168],
  [168, 168],
  [168, 500],
  [170, 1000],
];

describe('kill -9 of a log, its witness and two issuers on one file, over months', () => {
  it(
    `uses no index twice, and neither loses nor doubles a key (seed ${SEED})`,
    async () => {
      const chance = chanceOf(SEED);
      const house = await openHouse(temporaryFolder(), THRESHOLDS);
      const kills = new Map<string, number>();
      const judge = await openJudge(house);
      try {
        await Promise.all(PLACES.map(house.start));
        await house.settle();
        let kept = await judge.judge();
        for (const round of upTo(ROUNDS)) {
          const victims =
            round < VICTIMS.length ? (VICTIMS[(SEED + round) % VICTIMS.length] ?? []) : chance.pick(VICTIMS);
          house.move(3600 * chance.between(...chance.pick(LEAPS)));
          const acts = [stir(house), watch(house, judge), ...(chance.once(3) ? [retireOne(house, kept, chance)] : [])];
          await someMoment(house.folder, chance);
          await Promise.all(victims.map(house.kill));
          await comeBack(house, victims, chance);
          await house.settle();
          await Promise.all(acts);
          kept = await judge.judge();
          kills.set(victims.join(' + '), (kills.get(victims.join(' + ')) ?? 0) + 1);
        }
        report(house, judge, kills);
      } finally {
        await Promise.all(PLACES.map(house.kill));
      }
    },
    30_000 + 15_000 * ROUNDS,
  );
});

/** Tells everyone the time, so that all is done at once that is due. */
async function stir(house: House): Promise<void> {
  await house.tell('witness');
  await house.tell('log');
  await Promise.all(ISSUERS.map(house.tell));
}

/** Keeps the checkpoints that are shown, until there is none. */
async function watch(house: House, judge: Judge): Promise<void> {
  for (let look = 0; look < 20; look++) {
    const text = await house.fetch(`${house.keyLog.url}/checkpoint`).then(
      (answer) => answer.text(),
      () => undefined,
    );
    if (text === undefined) return;
    judge.see(text);
    await pause(20);
  }
}

/** Has an issuer retire a key of these weeks, whatever becomes of it. */
async function retireOne(house: House, kept: readonly KeptKey[], chance: Chance): Promise<void> {
  const epoch = epochAfter(epochAt(house.now()), chance.between(0, 2));
  const retirable = kept.filter((one) => one.epoch === epoch && !one.isRetired && one.generation < 2);
  if (retirable.length === 0) return;
  const { threshold, generation } = chance.pick(retirable);
  const body = JSON.stringify({ threshold, epoch, generation });
  await house.ask(chance.pick(ISSUERS), '/retire', { method: 'POST', body }).catch(() => {});
}

/** Starts what was killed; now and then it dies while it starts. */
async function comeBack(house: House, victims: readonly Place[], chance: Chance): Promise<void> {
  if (chance.once(10)) {
    const started = victims.map((place) => house.start(place).catch(() => {}));
    await pause(chance.between(200, 1200));
    await Promise.all(victims.map(house.kill));
    await Promise.all(started);
  }
  const started = victims.map(house.start);
  await Promise.all(started.filter((_, i) => roomOf(victims[i] as Place) !== 'issuer'));
  // It asked a dead witness, and an issuer that starts waits for what it asks next.
  await house.tell('log');
  await Promise.all(started);
}

function report(house: House, judge: Judge, kills: ReadonlyMap<string, number>): void {
  const { entries, heads, keys } = judge.counts();
  const weeks = Math.round((house.now() - BEGINNING) / (7 * 86_400));
  const list = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .map(([what, n]) => `${what} ${n}`)
      .sort()
      .join(', ');
  console.log(`issuers: ${ROUNDS} rounds, ${weeks} weeks, ${keys} keys, ${entries} entries, ${heads} trees seen`);
  console.log(`issuers: killed ${list(kills)}; logged ${list(house.events)}`);
}
