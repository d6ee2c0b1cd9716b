import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

const LOOKING_UP = 40;

export const raceGrantsSeveral: Fixture = site(
  {
    name: 'race-grants-several',
    sentence:
      'Looks whether a token was spent and writes it down afterwards, so that several requests at once all win.',
    seenAt: 'threats.md A9: concurrent redemptions; requirements.md, ARCOM-R12: 100-way race',
    fails: ['S-14'],
  },
  {
    gate() {
      const spent = new Set<string>();
      return {
        spent: {
          async spend(nullifier) {
            const name = Buffer.from(nullifier).toString('hex');
            const isNew = !spent.has(name);
            await new Promise((resolve) => setTimeout(resolve, LOOKING_UP));
            spent.add(name);
            return isNew;
          },
        },
      };
    },
  },
);
