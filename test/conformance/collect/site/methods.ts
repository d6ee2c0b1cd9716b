import type { ProbeAct } from '../probe-act.ts';

/** Asks who stands behind the tokens by which ways they are had. A fact `methods`: `{ names }`. */
export const methods: ProbeAct = {
  name: 'methods',
  title: { en: 'Counting the ways of proving an age', fr: 'Compter les façons de prouver un âge' },
  needs: ['tokens'],
  async run({ record, robot }) {
    const names = (await robot?.ways()) ?? [];
    if (names.length === 0) return record.leave('nothing-to-try');
    record.add({ kind: 'fact', label: 'methods', value: { names } });
  },
};
