// `npm run canary`: unique values through every journey, and the search for them at every party.
import { runAsProgram } from '../../figures/command.ts';
import { searchAllGrounds } from './campaign.ts';
import { reportCanary } from './report.ts';

await runAsProgram({ name: 'canary', measure: async (run) => reportCanary(await searchAllGrounds(run)) });
