import { type GateConfig, openConfiguredLog, openGateStore } from '@bauta/sdk/config';
import { ageGate, describeGate, type GateEvent, type GateOptions, type StartReport } from '@bauta/sdk/gate';
import type { GateMetrics } from '@bauta/sdk/metrics';
import type { Bytes } from '@bauta/sdk/protocol';
import { createGateway } from './answer.ts';
import { inTime } from './in-time.ts';
import type { GatewayEvent } from './log.ts';
import { storeInTime } from './store-in-time.ts';

/** Milliseconds that the start waits for the issuer, before it opens its door all the same: a shut one. */
const PATIENCE_MS = 10_000;

/** Everything from outside that a gateway is built with. */
export interface GatewayGiven {
  readonly fetch: (url: string) => Promise<Response>;
  /** Whole Unix seconds. */
  readonly now: () => number;
  readonly random: (length: number) => Bytes;
  readonly log: (event: GatewayEvent) => void;
  /** Hears the same as the log, and of sessions. */
  readonly metrics: Pick<GateMetrics, 'onEvent' | 'onRefused'>;
  /** Where a relative path of the store begins. */
  readonly folder: string;
}

/** A gateway that does not listen yet. */
export interface OpenGateway {
  readonly fetch: (request: Request) => Promise<Response>;
  /** What its gate started with. */
  readonly start: StartReport;
  /** Keys in the issuer's directory when it was last read. */
  keys(): number;
  close(): Promise<void>;
}

/** Opens the store, builds the gate and waits for the issuer's directory, not for ever. @throws AgeError, TypeError */
export async function openGateway(config: GateConfig, given: GatewayGiven): Promise<OpenGateway> {
  const { fetch, now, random, log, metrics, folder } = given;
  const testIssuer = await loadTestIssuer(config);
  const store = await openGateStore(config.store, { ...config.redis, now, folder });
  const keyLog = await openConfiguredLog(config.keyLog, {
    ...{ fetch, folder },
    onRefused: (code) => log({ event: 'key-refused', code }),
  });
  let keys = 0;
  const options: GateOptions = {
    ...config.options,
    ...testIssuer,
    ...(keyLog && { keyLog }),
    ...storeInTime(store),
    fetch,
    now,
    random,
    onRefused(code) {
      metrics.onRefused(code);
      log({ event: 'refusal', code });
    },
    onEvent(event: GateEvent) {
      metrics.onEvent(event);
      if (event.event === 'directory-refreshed') keys = event.keys;
      if (event.event !== 'session-opened') log(event);
    },
  };
  const gate = ageGate(options);

  gate.start();
  await inTime(gate.ready, PATIENCE_MS, () => {});
  return {
    fetch: createGateway({
      gate,
      healthy: async () => {
        await store.sessions.read(new Uint8Array(32));
        return keys > 0;
      },
    }),
    start: describeGate(options, config.store.kind),
    keys: () => keys,
    async close() {
      gate.stop();
      await store.close();
    },
  };
}

/** Its code is loaded where the configuration asks for it, and nowhere else. @throws TypeError in production */
async function loadTestIssuer({ testIssuer: outcome }: GateConfig): Promise<Pick<GateOptions, 'testIssuer'>> {
  if (outcome === undefined) return {};
  const { testIssuer } = await import('@bauta/sdk/test-issuer');
  return { testIssuer: testIssuer(outcome) };
}
