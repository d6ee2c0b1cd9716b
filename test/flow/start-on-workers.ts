import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@bauta/services/clock';
import type { RoomName } from '@bauta/services/rooms';
import { startRoomsOnWorkers } from '@bauta/services/workers/dev/start-rooms';
import type { FlowRooms } from './flow.ts';
import { roomsFrom } from './rooms.ts';

export interface StartedTarget {
  readonly rooms: FlowRooms;
  stop(): Promise<void>;
}

/** Starts every room in workerd, but those of `onNode`, on the ports of `npm run dev:workers`, in a folder of its own. */
export async function startOnWorkers(
  env: Readonly<Record<string, string | undefined>>,
  onNode: readonly RoomName[] = [],
): Promise<StartedTarget> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bauta-workers-'));
  const portBase = Number(env.PORT_BASE || 4000) + 50;
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  try {
    const running = await startRoomsOnWorkers({ portBase, dataDir, onNode, clock: systemClock(), env });
    return {
      rooms: roomsFrom({ PORT_BASE: String(portBase) }),
      async stop() {
        await running.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
