import { createServer, type Server } from 'node:http';
import { ageGate } from '@bauta/sdk/gate';
import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createGateway } from '../../services/gateway/answer.ts';
import { type ListeningGateway, listen } from '../../services/gateway/listen.ts';
import { storeInTime } from '../../services/gateway/store-in-time.ts';
import { loopbackFetch } from '../../services/loopback.ts';
import { PUBLIC_PATHS } from '../door/paths.ts';

export const ORIGIN = 'https://site.example';

/** What is the matter with the store. */
export type StoreState = 'well' | 'down' | 'slow';

/** The gateway over HTTP in this process, whose store and socket can be taken away. */
export interface BreakableGateway {
  readonly port: number;
  store: StoreState;
  /** Codes of what shut the door. */
  readonly shut: ErrorCode[];
  /** Nothing listens at its port any more. */
  kill(): Promise<void>;
  /** Something listens there that never answers. */
  stall(): Promise<void>;
  /** All is well again. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

export async function openBreakableGateway(issuer: string): Promise<BreakableGateway> {
  const now = (): number => Math.floor(Date.now() / 1000);
  const shut: ErrorCode[] = [];
  const sessions = memorySessions({ now });
  const state: { store: StoreState } = { store: 'well' };
  const breakable = Object.fromEntries(
    (['put', 'read', 'take', 'replace'] as const).map((name) => [
      name,
      async (...args: never[]) => {
        if (state.store === 'down') throw new AgeError('ERR_STORE_UNAVAILABLE');
        if (state.store === 'slow') return new Promise(() => {});
        return (sessions[name] as (...args: never[]) => unknown)(...args);
      },
    ]),
  ) as unknown as typeof sessions;
  const gate = ageGate({
    origin: ORIGIN,
    issuer,
    wallet: 'https://wallet.example',
    secrets: [new Uint8Array(32).fill(7)],
    ...storeInTime({ spent: memorySpentSet({ now }), sessions: breakable }),
    publicPaths: PUBLIC_PATHS,
    fetch: (url) => loopbackFetch(url),
    now,
    onEvent: (event) => {
      if (event.event === 'shut') shut.push(event.code);
    },
  });
  await gate.refresh();
  const fetch = createGateway({ gate, healthy: async () => true });
  let listening: ListeningGateway | undefined = await listen(fetch, { host: '127.0.0.1', port: 0 });
  const { port } = listening;
  let stalled: Server | undefined;

  async function silence(): Promise<void> {
    await listening?.close();
    listening = undefined;
    const server = stalled;
    if (server) await new Promise((resolve) => server.close(resolve).closeAllConnections());
    stalled = undefined;
  }

  return {
    port,
    shut,
    get store() {
      return state.store;
    },
    set store(value) {
      state.store = value;
    },
    kill: silence,
    async stall() {
      await silence();
      stalled = createServer(() => {});
      await new Promise<void>((resolve) => stalled?.listen(port, '127.0.0.1', resolve));
    },
    async revive() {
      await silence();
      state.store = 'well';
      listening = await listen(fetch, { host: '127.0.0.1', port });
    },
    close: silence,
  };
}
