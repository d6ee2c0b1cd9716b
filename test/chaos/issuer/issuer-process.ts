import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { testClock } from '../../../services/clock.ts';
import { loadConfig } from '../../../services/settings/config.ts';
import { parseFlags } from '../../../services/settings/flags.ts';
import { secretFilesOnDisk } from '../../../services/settings/secret-files.ts';
import type { Given, Standing } from '../../../services/standing.ts';
import { sayAtOnce } from '../../programs/say-at-once.ts';
import { keepAcknowledged, neighbours } from './issuer-neighbours.ts';

/**
 * A room of the demonstration in a process of its own, over HTTP until it is killed: the log, its witness, or one of
 * two issuers on one folder. Writes its port, and a line of JSON for whatever it has to tell.
 */
type Room = 'log' | 'witness' | 'issuer';

const [room, folder, ahead] = process.argv.slice(2) as [Room, string, string];

const say = (line: object): void => sayAtOnce(JSON.stringify(line));

function given<R extends Room>(name: R): Given<R> {
  const clock = testClock(() => Math.floor(Date.now() / 1000) + Number(ahead));
  return {
    config: loadConfig(process.env, parseFlags([name, '--test-clock']), secretFilesOnDisk).of(name),
    clock,
    testClock: clock,
    log: say,
    fetch: keepAcknowledged(neighbours(folder), say),
    readFile: (path) => readFileSync(path, 'utf8'),
    random: (length) => new Uint8Array(randomBytes(length)),
  };
}

const OPEN: Readonly<Record<Room, () => Promise<Standing>>> = {
  log: async () => (await import('../../../services/log/open-log.ts')).openLog(given('log')),
  witness: async () => (await import('../../../services/witness/open-witness.ts')).openWitness(given('witness')),
  issuer: async () => (await import('./issuer-room.ts')).openIssuerRoom(given('issuer')),
};

const { fetch } = await OPEN[room]();
serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => say({ port }));
