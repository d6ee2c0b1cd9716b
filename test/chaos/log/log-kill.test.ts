import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  checkConsistency,
  formatTilePath,
  hashLeaf,
  openCheckpoint,
  openTree,
  parseNote,
  readCheckpoint,
  type Tile,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { monitorLog } from '../../../services/log/monitor/monitor.ts';
import { smallText, TRUST, upTo } from '../../log/ground.ts';
import { temporaryFolder } from '../../ports/bodies.ts';
import { buildProgram } from '../../programs/build-program.ts';
import { until } from '../../programs/redis.ts';
import { addUntilDead, type LogProcess, startLog, type Told, watchUntilDead } from './log-clients.ts';

/** How often the log is killed: 100 in the long form. */
const ROUNDS = Number(process.env.BAUTA_LOG_ROUNDS ?? 5);
const CLIENTS = 2;
/** Entries that one client can ask for in a round, at most. */
const STRIDE = 100_000;

const now = (): number => Math.floor(Date.now() / 1000);

describe('kill -9 of a log while two clients add', () => {
  it(
    'loses no entry that it acknowledged, gives no index twice, and contradicts no checkpoint',
    async () => {
      const folder = temporaryFolder();
      const program = await buildProgram(new URL('./log-process.ts', import.meta.url), folder);
      const told: Told = { indices: new Map(), checkpoints: [], contradictions: [] };
      /** What a client was not answered before the kill, which is asked for again after it. */
      const unanswered = new Map<number, number>();
      let log: LogProcess | undefined;
      try {
        for (const round of upTo(ROUNDS)) {
          const running = await startLog(program, folder);
          log = running;
          const before = told.indices.size;
          const clients = upTo(CLIENTS).map(async (client) => {
            const left = await addUntilDead(running.url, numbersOf(round, client, unanswered.get(client)), told);
            if (left !== undefined) unanswered.set(client, left);
          });
          const watcher = watchUntilDead(running.url, told);
          await until('entries are acknowledged', async () => told.indices.size > before + 5);
          await pause(randomInt(1, 150));
          await running.kill();
          await Promise.all([...clients, watcher]);
        }
        log = await startLog(program, folder);
        await judge(log.url, told);
      } finally {
        await log?.kill();
      }
    },
    30_000 + 10_000 * ROUNDS,
  );
});

function* numbersOf(round: number, client: number, again: number | undefined): Generator<number> {
  if (again !== undefined) yield again;
  for (let i = 0; i < STRIDE; i++) yield (round * CLIENTS + client) * STRIDE + i;
}

/** Compares what clients were told with the tree that is there now. */
async function judge(url: string, told: Told): Promise<void> {
  const text = await (await fetch(`${url}/checkpoint`)).text();
  const head = await openCheckpoint(text, TRUST, now());
  const read = async (tile: Tile) =>
    new Uint8Array(await (await fetch(`${url}/${formatTilePath(tile)}`)).arrayBuffer());
  const tree = openTree(head.size, read, head.root);

  const wrong: number[] = [];
  for (const [number, index] of told.indices) {
    const leaf = await hashLeaf(writeUtf8(smallText(number)));
    const held = index < head.size ? await tree.hashOfLeaf(index) : undefined;
    if (String(held) !== String(leaf)) wrong.push(number);
  }
  expect([wrong, told.contradictions]).toEqual([[], []]);
  expect(new Set(told.indices.values()).size).toBe(told.indices.size);

  for (const seen of told.checkpoints) {
    const older = readCheckpoint(parseNote(seen).text);
    await checkConsistency(older, head, await tree.consistencyProof(older.size));
  }
  const { findings } = await monitorLog({ fetch, url, trust: TRUST, now: now() });
  expect(findings).toEqual([]);
  const counts = `${told.indices.size} acknowledged of ${head.size} entries, ${told.checkpoints.length} checkpoints`;
  console.log(`log: ${ROUNDS} kills, ${counts}, none lost, none contradicted`);
}
