import type { Door } from './door.ts';
import { directory } from './doors/directory.ts';
import { euWallet } from './doors/eu-wallet.ts';
import { json } from './doors/json.ts';
import { presentRequest } from './doors/present-request.ts';
import { proof } from './doors/proof.ts';
import { siteChallenge } from './doors/site-challenge.ts';
import { storedRecord } from './doors/stored-record.ts';
import { token } from './doors/token.ts';

/** Every door that can be fuzzed, by the name `--door` takes. */
export const DOORS: Readonly<Record<string, Door>> = {
  'present-request': presentRequest,
  'stored-record': storedRecord,
  directory,
  token,
  proof,
  'site-challenge': siteChallenge,
  'eu-wallet': euWallet,
  json,
};
