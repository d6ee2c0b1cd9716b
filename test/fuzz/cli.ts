// `npm run -s fuzz -- --door NAME --runs N [--seed S] [--input BASE64URL] [--list]`; without a door, all of them, as any
// command that measures. Exit codes as everywhere.
import { runAsProgram } from '../figures/command.ts';
import { campaignOf } from './campaign.ts';
import { fuzz } from './command.ts';
import { DOORS } from './doors.ts';

const args = process.argv.slice(2);
if (args.some((arg) => /^--(door|list|runs|input)\b/.test(arg))) {
  const streams = {
    out: (text: string) => process.stdout.write(text),
    err: (text: string) => process.stderr.write(text),
  };
  // Rooms and sockets of a door would keep the process.
  process.exit(await fuzz(args, DOORS, streams));
}
process.argv = [...process.argv.slice(0, 2), ...args.filter((arg) => arg !== '--all')];
await runAsProgram(campaignOf(DOORS));
