import type { Door } from './door.ts';
import { directory } from './doors/directory.ts';
import { euWallet } from './doors/eu-wallet.ts';
import { haipAnswer } from './doors/haip-answer.ts';
import { isoMdocAnswer } from './doors/iso-mdoc-answer.ts';
import { json } from './doors/json.ts';
import { presentRequest } from './doors/present-request.ts';
import { proof } from './doors/proof.ts';
import { siteChallenge } from './doors/site-challenge.ts';
import { storedRecord } from './doors/stored-record.ts';
import { token } from './doors/token.ts';
import { trustedList } from './doors/trusted-list.ts';
import { zkAnswer } from './doors/zk-answer.ts';

/** Every door that can be fuzzed, by the name `--door` takes. */
export const DOORS: Readonly<Record<string, Door>> = {
  'present-request': presentRequest,
  'stored-record': storedRecord,
  directory,
  token,
  proof,
  'site-challenge': siteChallenge,
  'eu-wallet': euWallet,
  'haip-answer': haipAnswer,
  'iso-mdoc-answer': isoMdocAnswer,
  'zk-answer': zkAnswer,
  'trusted-list': trustedList,
  json,
};
