// `npm run -s fuzz -- --door NAME --runs N [--seed S] [--input BASE64URL] [--list]`. Exit codes as everywhere.
import { fuzz } from './command.ts';
import { DOORS } from './doors.ts';

process.exitCode = await fuzz(process.argv.slice(2), DOORS, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
