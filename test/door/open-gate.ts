import { type AgeGate, ageGate } from '@bauta/sdk/gate';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import type { ServedIssuer } from './issuer-over-http.ts';
import { PUBLIC_PATHS } from './paths.ts';

export const ORIGIN = 'https://site.example';

/** A gate over memory at the machine's time, which `wait` moves on. */
export interface OpenedGate {
  readonly gate: AgeGate;
  wait(seconds: number): void;
}

/** A gate that has read the issuer's directory. */
export async function openGate(issuer: Pick<ServedIssuer, 'name'>): Promise<OpenedGate> {
  let waited = 0;
  const now = (): number => Math.floor(Date.now() / 1000) + waited;
  const gate = ageGate({
    origin: ORIGIN,
    issuer: issuer.name,
    wallet: 'https://wallet.example',
    secrets: [new Uint8Array(32).fill(1)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: PUBLIC_PATHS,
    now,
  });
  await gate.refresh();
  return {
    gate,
    wait(seconds) {
      waited += seconds;
    },
  };
}
