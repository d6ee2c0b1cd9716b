import type { Act } from './act.ts';
import { gate } from './acts/gate.ts';
import { log } from './acts/log.ts';
import { mdoc } from './acts/mdoc.ts';
import { owfMdoc } from './acts/owf-mdoc.ts';
import { pages } from './acts/pages.ts';
import { privacypass } from './acts/privacypass.ts';
import { redeem } from './acts/redeem.ts';
import { redeemHttp } from './acts/redeem-http.ts';
import { roundTrip } from './acts/round-trip.ts';
import { sign } from './acts/sign.ts';
import { trustedList } from './acts/trusted-list.ts';
import { visit } from './acts/visit.ts';
import { wallet } from './acts/wallet.ts';
import { workerd } from './acts/workerd.ts';
import { createCurveAct } from './curve/act.ts';

/** Every act, in the order of the table. */
export const ACTS: readonly Act[] = [
  sign,
  redeem,
  workerd,
  wallet,
  visit,
  gate,
  pages,
  redeemHttp,
  mdoc,
  log,
  trustedList,
  privacypass,
  owfMdoc,
  roundTrip,
  createCurveAct(),
];
