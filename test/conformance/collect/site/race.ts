import type { ProbeAct } from '../probe-act.ts';

const TIMES = 100;

/** One token, a hundred times at once. A fact `grants`: `{ times, granted: ids of the answers that opened a session }`. */
export const race: ProbeAct = {
  name: 'race',
  title: { en: 'Showing one token a hundred times at once', fr: 'Présenter un jeton cent fois à la fois' },
  needs: ['tokens', 'authority'],
  async run({ record, robot }) {
    if (robot === undefined) return record.leave('no-tokens');
    const presented = await robot.race(record, TIMES);
    const granted = presented
      .filter(({ status, cookie }) => status < 400 && cookie !== undefined)
      .map(({ answer }) => answer);
    record.add({ kind: 'fact', label: 'grants', value: { times: TIMES, granted } });
  },
};
