import type { Fault } from './fault.ts';

/** Nothing gets through, and nobody is told; afterwards what was held back comes, or its connections break. */
export const partition: Fault = {
  kind: 'partition',
  says: 'a line on which nothing gets through in either direction, and nobody is told',
  grounds: ['site on Redis', 'rooms'],
  async strike({ lines }, chance) {
    const [name, line] = chance.pick([...lines]);
    line.cut();
    const how = chance.pick(['deliver', 'break'] as const);
    return {
      what: `${name}; then what was held back ${how === 'deliver' ? 'arrived' : 'was lost'}`,
      lasts: chance.between(300, 5000),
      end: async () => line.mend(how),
    };
  },
};
