import type { Door } from './door.ts';
import { binaryFormats } from './doors/binary-formats.ts';
import { directory } from './doors/directory.ts';
import { euWallet } from './doors/eu-wallet.ts';
import { framing } from './doors/framing.ts';
import { gates } from './doors/gate.ts';
import { haipAnswer } from './doors/haip-answer.ts';
import { httpTexts } from './doors/http-texts.ts';
import { isoMdocAnswer } from './doors/iso-mdoc-answer.ts';
import { json } from './doors/json.ts';
import { logTexts } from './doors/log-texts.ts';
import { presentRequest } from './doors/present-request.ts';
import { proof } from './doors/proof.ts';
import { rooms } from './doors/rooms.ts';
import { sessionLease } from './doors/session-lease.ts';
import { settings } from './doors/settings.ts';
import { siteChallenge } from './doors/site-challenge.ts';
import { storedRecord } from './doors/stored-record.ts';
import { token } from './doors/token.ts';
import { trustedList } from './doors/trusted-list.ts';
import { walletHost } from './doors/wallet-host.ts';
import { wireStructs } from './doors/wire-structs.ts';
import { xml } from './doors/xml.ts';
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
  xml,
  ...wireStructs,
  ...binaryFormats,
  ...httpTexts,
  ...logTexts,
  ...settings,
  'session-lease': sessionLease,
  ...rooms,
  ...gates,
  'wallet-host': walletHost,
  framing,
};
