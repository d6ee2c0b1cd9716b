// A process that fills a spent set, so that its memory and its collector are those of one store alone.
import { randomFillSync } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { calendarOf, epochAt } from '@bauta/sdk/protocol';
import { answerParent } from '../../programs/child.ts';
import { createRedemptions } from '../redemptions.ts';
import { type Cost, costOf } from '../statistics.ts';
import { type OpenedStores, openStores } from '../stores.ts';

/** Bytes that this process and its files hold. */
export interface Held {
  /** The heap and what it points to. */
  readonly heap: number;
  readonly rss: number;
  /** The SQLite file and its log; 0 elsewhere. */
  readonly file: number;
}

const NOW = Date.UTC(2026, 10, 18, 12) / 1000;
/** Of one epoch, as nearly all live tokens of a site are, those that are redeemed here among them. */
const UNTIL = calendarOf(epochAt(NOW)).nullifierUntil;
/** Nullifiers that are drawn before a clock runs. */
const DRAWN = 10_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const redemptions = await createRedemptions(NOW);

let place = '';
let stores: OpenedStores | undefined;

async function open(at: string): Promise<void> {
  stores?.close();
  place = at;
  stores = await openStores(at, () => NOW);
}

/** Spends `count` fresh nullifiers, `atOnce` of them at a time. */
async function spend(count: number, atOnce: number): Promise<Cost> {
  let cpu = 0;
  let wall = 0;
  for (let done = 0; done < count; done += DRAWN) {
    const size = Math.min(DRAWN, count - done);
    const drawn = randomFillSync(new Uint8Array(32 * size));
    const cost = await costOf(1, () => spendAll(drawn, atOnce));
    cpu += cost.cpu;
    wall += cost.wall;
  }
  return { cpu: cpu / count, wall: wall / count };
}

/** Redeems `count` fresh tokens, `atOnce` of them at a time: all that a site does, of which the spend is a part. */
async function redeem(count: number, atOnce: number): Promise<Cost> {
  if (!stores) throw new Error('no store is open');
  return redemptions.redeemAll(await redemptions.prepare(count), stores, atOnce);
}

async function spendAll(drawn: Uint8Array<ArrayBuffer>, atOnce: number): Promise<void> {
  if (!stores) throw new Error('no store is open');
  for (let at = 0; at < drawn.length; at += 32 * atOnce) {
    const group: Promise<boolean>[] = [];
    for (let i = at; i < Math.min(at + 32 * atOnce, drawn.length); i += 32) {
      group.push(stores.spent.spend(drawn.subarray(i, i + 32), UNTIL));
    }
    if ((await Promise.all(group)).includes(false)) throw new Error('a fresh nullifier was known already');
  }
}

async function held(): Promise<Held> {
  // What the first round lets go of, native keys among it, lets go of more.
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise((turn) => setImmediate(turn));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const files = [place, `${place}-wal`].filter((path) => existsSync(path));
  return { heap: heapUsed + external, rss, file: files.reduce((sum, path) => sum + statSync(path).size, 0) };
}

const methods = { open, spend, redeem, held };
/** What this process can be asked. */
export type Filler = typeof methods;
answerParent(methods, () => stores?.close());
