import { NOON } from './figures.ts';
import { objectBody, startObjects } from './object-bodies.ts';
import { openObjectPlace } from './objects/ask-object.ts';
import { sessionsContract } from './sessions-contract.ts';
import { spentSetContract } from './spent-set-contract.ts';
import { sqlDatabaseContract } from './sql-database-contract.ts';

const worker = startObjects();

spentSetContract([objectBody(worker, (place, now) => place.spentSet(now))]);
sessionsContract([objectBody(worker, (place, now) => place.sessions(now))]);

interface SqlPort {
  promise(index: number): Promise<unknown>;
}
sqlDatabaseContract('a Durable Object', (index) =>
  openObjectPlace(worker().url, `promise ${index}`)
    .port<SqlPort>('sql', ['promise'], () => NOON)
    .promise(index),
);
