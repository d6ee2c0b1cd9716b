import { once } from 'node:events';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { openTileFolder } from '../../services/log/tree/tile-folder.ts';
import { sqliteWitnessState } from '../../services/witness/witness-state.ts';
import { figure } from '../ports/figures.ts';
import { LOG } from './ground.ts';

/** What another process does on the same folder or file. Each writes a line when it is ready. */
const RIVALS = {
  /** Holds a folder of a log until it is killed. */
  async hold(folder: string) {
    await openTileFolder(folder, LOG);
    console.log('ready');
    setInterval(() => {}, 60_000);
  },
  /** Told to go, moves a witness's state from size to size as far as it is the one that may; writes the sizes it won. */
  async advance(file: string) {
    const database = openSqlite(file);
    const state = sqliteWitnessState(database);
    console.log('ready');
    await once(process.stdin, 'data');
    const won: number[] = [];
    for (let before = state.latest('log'); (before?.size ?? 0) < 200; before = state.latest('log')) {
      const size = (before?.size ?? 0) + 1;
      if (state.advance('log', before, { size, root: figure(`${process.pid} ${size}`) })) won.push(size);
    }
    console.log(JSON.stringify(won));
    database.close();
    process.stdin.destroy();
  },
};

export type RivalName = keyof typeof RIVALS;

const [name, place] = process.argv.slice(2) as [RivalName, string];
await RIVALS[name](place);
