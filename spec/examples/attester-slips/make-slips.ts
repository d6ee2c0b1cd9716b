// The till's command: prints as many slips as it is told to, ten unless told.
import { makeSlips } from './slips.ts';

for (const slip of makeSlips(Number(process.argv[2] ?? 10), Math.floor(Date.now() / 1000))) {
  console.log(slip.replace(/(.{4})(?=.)/g, '$1 '));
}
