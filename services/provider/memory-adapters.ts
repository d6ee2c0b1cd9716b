import type { Adapter } from 'oidc-provider';

/** Records that are kept at once; the oldest go first. */
const MOST = 1000;

interface Kept {
  readonly model: string;
  readonly payload: Record<string, unknown>;
  /** Unix seconds; the library judges its records' times itself. */
  readonly until: number;
}

/** Where the library keeps what it must remember: in memory, so that nothing outlives the process. @param now Unix seconds */
export function memoryAdapters(now: () => number): (model: string) => Adapter {
  const records = new Map<string, Kept>();

  const drop = (isGone: (kept: Kept) => boolean): void => {
    for (const [key, kept] of records) if (isGone(kept)) records.delete(key);
  };

  return (model) => {
    const keyOf = (id: string): string => `${model} ${id}`;
    return {
      async find(id) {
        return records.get(keyOf(id))?.payload;
      },
      async findByUid(uid) {
        return [...records.values()].find((kept) => kept.model === model && kept.payload.uid === uid)?.payload;
      },
      async upsert(id, payload, expiresIn) {
        drop(({ until }) => until < now());
        records.delete(keyOf(id));
        records.set(keyOf(id), { model, payload: { ...payload }, until: now() + expiresIn });
        const [oldest] = records.keys();
        if (records.size > MOST && oldest !== undefined) records.delete(oldest);
      },
      async consume(id) {
        const kept = records.get(keyOf(id));
        if (kept) kept.payload.consumed = now();
      },
      async destroy(id) {
        records.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        drop(({ model: of, payload }) => of === model && payload.grantId === grantId);
      },
    };
  };
}
