import { parseArgs } from 'node:util';
import { ALL_FIXTURES } from './all-fixtures.ts';
import { startFixture } from './start-badgate.ts';

const USAGE = 'npm run badgate -- NAME [--port N], or npm run badgate -- --list';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '0' }, list: { type: 'boolean', default: false } },
});
const [name] = positionals;

if (values.list) {
  for (const { name: own, fails, sentence } of ALL_FIXTURES) {
    console.log(`${own.padEnd(28)} ${(fails.join(' ') || 'honest').padEnd(26)} ${sentence}`);
  }
} else if (name === undefined || !/^\d{1,5}$/.test(values.port)) {
  console.error(USAGE);
  process.exitCode = 3;
} else {
  try {
    const { origin, close } = await startFixture(name, Number(values.port));
    console.log(origin);
    process.once('SIGINT', () => void close());
    process.once('SIGTERM', () => void close());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 3;
  }
}
