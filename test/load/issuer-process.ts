// The issuer's room in a process of its own, behind the listener that it has on Node: what `services/node.ts issuer`
// starts, without the record of requests that the demonstration keeps.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { testClock } from '@bauta/services/clock';
import { type Listening, serve } from '@bauta/services/http/serve';
import { openIssuer } from '@bauta/services/issuer/open-issuer';
import { createLog } from '@bauta/services/log-events';
import { loopbackFetch } from '@bauta/services/loopback';
import { loadConfig } from '@bauta/services/settings/config';
import { parseFlags } from '@bauta/services/settings/flags';
import { secretFilesOnDisk } from '@bauta/services/settings/secret-files';
import type { Standing } from '@bauta/services/standing';
import { answerParent } from '../programs/child.ts';
import type { Place } from './rooms-process.ts';
import { ownFigures } from './watched-process.ts';

let standing: Standing | undefined;
let listening: Listening | undefined;

/** @returns the port */
async function open({ folder, portBase, now }: Place): Promise<number> {
  const env = { DATA_DIR: folder, PORT_BASE: String(portBase) };
  const config = loadConfig(env, parseFlags(['issuer', '--test-clock']), secretFilesOnDisk).of('issuer');
  const clock = testClock();
  await clock.set(now);
  standing = await openIssuer({
    ...{ config, clock, testClock: clock, fetch: loopbackFetch },
    // What it would write goes through the same code, and to no terminal.
    log: createLog({ room: 'issuer', now: clock.now, write: () => {} }),
    readFile: (path) => readFileSync(path, 'utf8'),
    random: (length) => new Uint8Array(randomBytes(length)),
  });
  listening = await serve(standing, config.port);
  return config.port;
}

const methods = { open, ...ownFigures };
export type IssuerProcess = typeof methods;
answerParent(methods, async () => {
  await listening?.close();
  await standing?.close?.();
});
