// `npm run chaos -- [--quick] [--only KIND,…] …`: faults by lot, under load, with a judge. Exit codes as everywhere.
import { runAsProgram } from '../figures/command.ts';
import { CHAOS } from './campaign/command.ts';

// An exit puts disks and networks away; a signal by itself would not.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
await runAsProgram(CHAOS);
