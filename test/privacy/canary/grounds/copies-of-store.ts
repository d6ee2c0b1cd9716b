import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import type { Haystack } from '../observe.ts';
import type { Party } from '../policy/parties.ts';

/** The stores that parties may have in a folder, by the first part of a file's name. */
const OWNERS: readonly (readonly [prefix: string, party: Party])[] = [
  ['attester', 'attester'],
  ['issuer', 'issuer'],
  ['witness', 'witness'],
  ['log', 'log'],
  ['demo-site', 'site'],
  ['accepting-site', 'site'],
  ['wallet', 'wallet host'],
  ['provider', 'bank'],
  ['phone', 'age app'],
];

/**
 * Every file of a folder whose room is known, as it lies on the disk, logs among them, and a backup of each store, made as an operator
 * would with the store in use (`VACUUM INTO`).
 */
export function copiesOfStores(folder: string): Haystack[] {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((file) => file.isFile());
  const found: Haystack[] = [];
  for (const { name, parentPath } of files) {
    const path = join(parentPath, name);
    const party = OWNERS.find(([prefix]) => path.slice(folder.length + 1).startsWith(prefix))?.[1];
    if (party === undefined) continue;
    found.push({ party, place: name.endsWith('.log') ? 'logs' : 'keeps', name, bytes: readFileSync(path) });
    if (!name.endsWith('.db')) continue;
    const backup = `${path}.backup`;
    const store = openSqlite(path);
    store.exec(`VACUUM INTO '${backup.replaceAll("'", "''")}'`);
    store.close();
    found.push({ party, place: 'keeps', name: `backup of ${name}`, bytes: readFileSync(backup) });
    rmSync(backup);
  }
  return found;
}
