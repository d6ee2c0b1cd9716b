import { onEachRedis } from './redis-bodies.ts';
import { sessionsContract } from './sessions-contract.ts';
import { spentSetContract } from './spent-set-contract.ts';

onEachRedis((body) => {
  spentSetContract([body((place, now) => place.spentSet(now))]);
  sessionsContract([body((place, now) => place.sessions(now))]);
});
