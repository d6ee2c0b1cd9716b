import { whyNoRedis } from '../../programs/redis.ts';
import type { Fault } from './fault.ts';

/** The master of a Redis dies for good; a replica takes its place. */
export const failover: Fault = {
  kind: 'failover',
  says: 'the master of a Redis with two replicas and three sentinels is killed, and comes back as a replica',
  grounds: ['site on Sentinel'],
  why: whyNoRedis,
  async strike({ failOver }, chance) {
    if (!failOver) throw new Error('there is no master here');
    return { ...(await failOver()), lasts: chance.between(0, 500) };
  },
};
