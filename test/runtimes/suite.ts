import type { PlatformCrypto } from '../../sdk/protocol/crypto/port.ts';
import { type Outcomes, runGroups } from './case.ts';
import { accountActs } from './groups/account-acts.ts';
import { batches } from './groups/batches.ts';
import { blindRsa } from './groups/blind-rsa.ts';
import { directories } from './groups/directories.ts';
import { epochs } from './groups/epochs.ts';
import { gate } from './groups/gate.ts';
import { gateRefusals } from './groups/gate-refusals.ts';
import { httpAuthentication } from './groups/http-authentication.ts';
import { logEntries } from './groups/log-entries.ts';
import { loggedKeys } from './groups/logged-keys.ts';
import { mint } from './groups/mint.ts';
import { notes } from './groups/notes.ts';
import { platform } from './groups/platform.ts';
import { presentations } from './groups/presentations.ts';
import { records } from './groups/records.ts';
import { redemptions } from './groups/redemptions.ts';
import { trees } from './groups/trees.ts';
import type { Material } from './material.ts';
import type { WriteGroups } from './write-groups.ts';

const ROWS: readonly WriteGroups[] = [
  platform,
  blindRsa,
  httpAuthentication,
  batches,
  notes,
  trees,
  epochs,
  accountActs,
  presentations,
  records,
  logEntries,
  redemptions,
  mint,
  directories,
  loggedKeys,
  gate,
  gateRefusals,
];

/** The one suite: the same text of it runs on every runtime. */
export function runSuite(material: Material, body: PlatformCrypto): Promise<Outcomes> {
  return runGroups(ROWS.flatMap((write) => write(material, body)));
}
