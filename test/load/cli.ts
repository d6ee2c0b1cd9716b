// `npm run load -- [--quick] [--seed N] [--resume] [--json FILE] [--page FILE] [--minutes N]`.
import { runAsProgram } from '../figures/command.ts';
import { load } from './command.ts';

await runAsProgram(load);
