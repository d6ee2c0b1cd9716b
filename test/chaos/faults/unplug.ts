import { whyNoRedis } from '../../programs/redis.ts';
import { whyNoNamespaces } from '../campaign/network.ts';
import type { Fault } from './fault.ts';

/** The cable between two network namespaces is pulled. */
export const unplug: Fault = {
  kind: 'unplug',
  says: 'the link between two network namespaces goes down: site on one side, its Redis on the other',
  grounds: ['site across a network'],
  why: whyNoNamespaces ?? whyNoRedis,
  async strike({ network }, chance) {
    if (!network) throw new Error('there is no network here');
    network.setUp(false);
    return {
      what: 'between the site and its Redis',
      lasts: chance.between(300, 6000),
      end: async () => network.setUp(true),
    };
  },
};
