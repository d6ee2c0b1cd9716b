import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { calendarOf, epochAt, formatHex } from '@bauta/sdk/protocol';
import { vaultOn } from './adapters.ts';
import { figure, upTo } from './figures.ts';
import { rotate } from './key-rotation.ts';
import { openPlace, type Place } from './places.ts';
import { raced } from './raced.ts';

const file = process.argv[3] as string;

/** The races of two processes. Each answers what this process won; the first process runs upwards, the second down. */
const RACES = {
  /** The nullifiers that this process was the first to spend. */
  spend: (place, now, lane) => {
    const set = place.spentSet(now);
    const until = calendarOf(epochAt(now())).nullifierUntil;
    return winners(lane, async (i) => set.spend(figure(i), until));
  },
  /** The values that this process took. */
  take: (place, now, lane) => {
    const sessions = place.sessions(now);
    return winners(lane, async (i) => (await sessions.take(figure(i))) !== undefined);
  },
  /** The claims that were granted; ten are of one account in each process, and no two processes ask for the same. */
  claim: (place, now, lane) => {
    const grants = place.grants(now);
    const accounts = raced(file).length / 10;
    const claim = (i: number) => grants.claim(figure(i % accounts), 18, epochAt(now()), figure(`${lane} ${i}`), 3);
    return winners(lane, claim);
  },
  /** The accounts that the same evidence ended in. */
  enrol: async (place, now, lane) => {
    const accounts = place.accounts(now);
    const ids: string[] = [];
    for (const i of upTo(raced(file).length / 20)) {
      const passkey = { credentialId: figure(`${lane} ${i}`), publicKey: figure('key'), counter: 0 };
      const entry = { once: figure(i), passkey, thresholds: [18], expires: now() + 1000 };
      ids.push(formatHex((await accounts.save(entry)).id));
    }
    return ids;
  },
  /** The public keys that the same slots ended with. */
  create: async (place, now) => {
    const vault = vaultOn(place.database(), now);
    const slots = await Promise.all(upTo(3).map((generation) => vault.create(18, epochAt(now()), generation)));
    return slots.map(({ publicKey }) => formatHex(publicKey));
  },
  /** How many key pairs it took to go through the weeks. */
  rotate: (place, now, lane) => rotate(place.database(), now(), lane),
} satisfies Record<string, (place: Place, now: () => number, lane: number) => Promise<unknown>>;

export type RaceName = keyof typeof RACES;

async function winners(lane: number, act: (i: number) => Promise<boolean>): Promise<number[]> {
  const order = lane === 0 ? raced(file) : raced(file).reverse();
  const won: number[] = [];
  for (let at = 0; at < order.length; at += 20) {
    await Promise.all(order.slice(at, at + 20).map(async (i) => (await act(i)) && won.push(i)));
    // Without a rest, the process that holds the lock keeps it and the other one never gets a turn.
    await pause(1);
  }
  return won;
}

const [name, , now, lane] = process.argv.slice(2) as [RaceName, string, string, string];
const place = await openPlace(file);
console.log('ready');
await once(process.stdin, 'data');
console.log(JSON.stringify(await RACES[name](place, () => Number(now), Number(lane))));
place.close();
process.stdin.destroy();
