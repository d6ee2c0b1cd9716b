import { join } from 'node:path';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { serve } from '@hono/node-server';
import { systemClock } from '../../../services/clock.ts';
import { openLogFolder } from '../../../services/log/folder-door.ts';
import type { Standing } from '../../../services/standing.ts';
import { createWitnessDoor } from '../../../services/witness/room.ts';
import { LOG, OPERATOR, WITNESSES } from '../../log/ground.ts';

/** A log with its two witnesses on one folder, over HTTP until it is killed. Writes its port. */
const [folder] = process.argv.slice(2) as [string];
const clock = systemClock();
const log = (): void => {};
const witnesses = new Map<string, Standing>(
  WITNESSES.map((signer, i) => {
    const store = openSqlite(join(folder, `witness${i}.db`));
    return [`witness${i}.example`, createWitnessDoor({ signer, logs: [LOG.key], store, clock, log })] as const;
  }),
);
const door = await openLogFolder(join(folder, 'log'), {
  ...{ signer: LOG, operators: [{ key: OPERATOR.key }], quorum: 2, clock, log },
  witnesses: WITNESSES.map(({ key }, i) => ({ key, url: `https://witness${i}.example` })),
  async fetch(input, init) {
    const request = new Request(input, init);
    const witness = witnesses.get(new URL(request.url).host);
    if (witness === undefined) throw new TypeError('unreachable');
    return witness.fetch(request);
  },
});
await door.refresh(clock.now());
serve({ fetch: door.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(port));
