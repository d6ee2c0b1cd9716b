/** Stores in the Durable Objects of Cloudflare Workers: for sites at the edge, and for our rooms there. */
export { AgeStore } from './durable-object/age-store.ts';
export { type DurableSql, durableSql } from './durable-object/durable-sql.ts';
export type { DurableNamespace, DurableState, DurableStorage } from './durable-object/platform.ts';
export { answerPort, askPort, type PortAnswer, type PortObject } from './durable-object/port-call.ts';
export { type DurableObjectStores, durableObjectStores } from './durable-object/stores.ts';
