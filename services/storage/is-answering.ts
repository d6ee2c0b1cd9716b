import type { SqlDatabase } from '@bauta/sdk/stores/sql';

/** Whether the store answers. @throws whatever it says when it does not */
export function isAnswering(store: SqlDatabase): boolean {
  return store.prepare('SELECT 1 AS one').get() !== undefined;
}
