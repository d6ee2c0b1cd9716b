// `npm run fixtures -- VERSION`: keeps the stores of the version that is about to be released.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { EXIT } from '@bauta/services/exit-codes';
import { dumpStore } from './dump.ts';
import { STORES } from './stores.ts';

const [version = ''] = process.argv.slice(2);
const folder = join(import.meta.dirname, version);
const file = join(folder, 'site.sql');
if (!/^\d+\.\d+\.\d+$/.test(version) || existsSync(file)) {
  process.stderr.write(
    'npm run fixtures -- VERSION, for instance 0.2.0; what a released version left is never written again\n',
  );
  process.exit(EXIT.configuration);
}
mkdirSync(folder, { recursive: true });
for (const { name, write } of STORES) {
  const store = openSqlite(':memory:');
  await write(store);
  writeFileSync(join(folder, `${name}.sql`), dumpStore(store));
  store.close();
}
process.stdout.write(`kept in test/migrations/${version}\n`);
