// `npm run privacy`: the linkage game and the times of signatures, on the system as it is and on faults that must be caught.
import { runAsProgram } from '../figures/command.ts';
import { openProcesses } from './linkage/campaign/processes.ts';
import { reportPrivacy } from './linkage/campaign/report.ts';
import { FULL_TIMES, playTimes, QUICK_TIMES } from './linkage/campaign/timing-campaign.ts';
import { FULL, playValues, QUICK } from './linkage/campaign/value-campaign.ts';
import { playSigning } from './signing/play-signing.ts';
import { reportSigning } from './signing/report-signing.ts';

await runAsProgram({
  name: 'privacy',
  async measure(run) {
    // First, while no world is lived through beside it.
    const signing = reportSigning(await playSigning(run));
    const processes = await openProcesses();
    try {
      const times = await playTimes(run, processes, run.isQuick ? QUICK_TIMES : FULL_TIMES);
      const values = await playValues(run, processes, run.isQuick ? QUICK : FULL);
      const linkage = reportPrivacy(values, times, run.isQuick);
      return {
        ...linkage,
        bounds: [...linkage.bounds, ...signing.bounds],
        sections: [...linkage.sections, signing.section],
        data: { ...linkage.data, signing: signing.data },
      };
    } finally {
      await processes.close();
    }
  },
});
