import type { Epoch } from '@bauta/sdk/protocol';
import { z } from 'zod';

/** What the log showed of a room's keys. */
export interface KeptKeys {
  /** Unix seconds. */
  readonly readAt: number;
  /** Ids in hexadecimal. */
  readonly shown: ReadonlySet<string>;
  /** By epoch, the text of a C2SP tlog-proof. */
  readonly proofs: Readonly<Record<Epoch, string>>;
}

const KEPT = z.strictObject({
  readAt: z.int().nonnegative(),
  shown: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  proofs: z.record(z.string(), z.string()),
});

export function formatKeptKeys({ readAt, shown, proofs }: KeptKeys): string {
  return JSON.stringify({ readAt, shown: [...shown], proofs });
}

/** Undefined when there is none, or not one: it is read anew anyway. */
export function parseKeptKeys(text: string | undefined): KeptKeys | undefined {
  if (text === undefined) return undefined;
  try {
    const { shown, ...kept } = KEPT.parse(JSON.parse(text));
    return { ...kept, shown: new Set(shown) };
  } catch {
    return undefined;
  }
}
