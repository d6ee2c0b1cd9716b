import { memorySpentSet } from '@bauta/sdk/stores/memory';
import { sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { memoryBody, sqliteBodies } from './bodies.ts';
import { spentSetContract } from './spent-set-contract.ts';

spentSetContract([
  memoryBody((now) => memorySpentSet({ now })),
  ...sqliteBodies((database, now) => sqliteSpentSet(database, { now })),
]);
