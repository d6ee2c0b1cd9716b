// `npm run privacy`: the linkage game, on the system as it is and on faults that must be caught.
import { runAsProgram } from '../figures/command.ts';
import { openProcesses } from './linkage/campaign/processes.ts';
import { reportPrivacy } from './linkage/campaign/report.ts';
import { FULL_TIMES, playTimes, QUICK_TIMES } from './linkage/campaign/timing-campaign.ts';
import { FULL, playValues, QUICK } from './linkage/campaign/value-campaign.ts';

await runAsProgram({
  name: 'privacy',
  async measure(run) {
    const processes = await openProcesses();
    try {
      const times = await playTimes(run, processes, run.isQuick ? QUICK_TIMES : FULL_TIMES);
      const values = await playValues(run, processes, run.isQuick ? QUICK : FULL);
      return reportPrivacy(values, times, run.isQuick);
    } finally {
      await processes.close();
    }
  },
});
