import { join } from 'node:path';
import type { Build } from '../builds/open-build.ts';
import { createInstance, type Rooms } from '../rooms.ts';
import { openBalancer } from './balancer.ts';
import { createPart, type Part } from './part.ts';

const LETTERS = ['a', 'b'] as const;

/** A site of two instances on one store, behind a balancer. */
export interface Site {
  readonly origin: string;
  /** Each is out of the balancer while it is changed. */
  readonly instances: readonly Part[];
  close(): Promise<void>;
}

export async function openSite(
  build: Build,
  given: {
    readonly name: string;
    readonly rooms: Rooms;
    /** Of the site's secret. */
    readonly folder: string;
    /** A file of SQLite, or an address of Redis. */
    readonly place: string;
    /** The first of two. */
    readonly port: number;
  },
): Promise<Site> {
  const { name, rooms, folder, place } = given;
  const balancer = await openBalancer();
  const origin = `http://${name}.localhost:${balancer.port}`;
  const secret = join(folder, `${name}.secret`);
  const store = place.startsWith('redis:') ? undefined : place;
  const processes = LETTERS.map((letter, i) => {
    const port = given.port + i;
    return { port, process: createInstance({ name: `${name} ${letter}`, port, origin, rooms, place, secret }) };
  });
  const close = async (): Promise<void> => {
    for (const { process } of processes) await process.stop();
    balancer.close();
  };
  try {
    for (const { port, process } of processes) {
      await process.start(build);
      balancer.add(port);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    origin,
    instances: processes.map(({ port, process }) => {
      const part = createPart(process, store);
      return {
        ...part,
        async change(to) {
          await balancer.remove(port);
          await part.change(to);
          balancer.add(port);
        },
      };
    }),
    close,
  };
}
