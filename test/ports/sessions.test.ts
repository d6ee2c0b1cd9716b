import { memorySessions } from '@bauta/sdk/stores/memory';
import { sqliteSessions } from '@bauta/sdk/stores/sqlite';
import { memoryBody, sqliteBodies } from './bodies.ts';
import { sessionsContract } from './sessions-contract.ts';

sessionsContract([
  memoryBody((now) => memorySessions({ now })),
  ...sqliteBodies((database, now) => sqliteSessions(database, { now })),
]);
