import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { NOON } from '../../ports/figures.ts';
import { sayAtOnce } from '../../programs/say-at-once.ts';
import { ACTS, type ActName } from './acts.ts';

/** Does one act after the other, some at once, and writes the number of each one that was acknowledged, until killed. */
const LANES = 4;

const [name, file, first] = process.argv.slice(2) as [ActName, string, string];
const act = ACTS[name].open(openSqlite(file), () => NOON);
let next = Number(first);

async function work(): Promise<never> {
  for (;;) {
    const number = next++;
    await act.do(number);
    sayAtOnce(`${number}`);
  }
}

await Promise.all(Array.from({ length: LANES }, work));
