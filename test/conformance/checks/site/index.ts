import type { Check } from '../check.ts';
import { firstPageHoldsNoContent } from './s-01-first-page-holds-no-content.ts';
import { deepLinksGated } from './s-02-deep-links-gated.ts';
import { mediaRefused } from './s-03-media-refused-without-session.ts';
import { nothingWithoutScript } from './s-04-nothing-without-script.ts';
import { scriptSwapOpensNothing } from './s-05-script-swap-opens-nothing.ts';
import { disguiseGivesNoExemption } from './s-06-disguise-gives-no-exemption.ts';
import { noSelfDeclaration } from './s-07-no-self-declaration.ts';
import { nobodyElseTold } from './s-08-nobody-else-told.ts';
import { grantEndsWithBrowser } from './s-09-grant-ends-with-browser.ts';
import { sessionsEnd } from './s-10-sessions-end.ts';
import { closedWhenOthersAreDown } from './s-11-closed-when-others-are-down.ts';
import { doubleBlindOptionOffered } from './s-12-double-blind-option-offered.ts';
import { wrongTokensRefusedAlike } from './s-13-wrong-tokens-refused-alike.ts';
import { oneGrantPerToken } from './s-14-one-grant-per-token.ts';
import { noAccountCarriesTheProof } from './s-15-no-account-carries-the-proof.ts';
import { headersAndTransportHold } from './s-16-headers-and-transport-hold.ts';
import { noForbiddenClaims } from './s-17-no-forbidden-claims.ts';
import { accessibleGate } from './s-18-accessible-gate.ts';
import { adultLabelSent } from './s-19-adult-label-sent.ts';

/** What is asked of a site, by number. */
export const siteChecks: readonly Check[] = [
  firstPageHoldsNoContent,
  deepLinksGated,
  mediaRefused,
  nothingWithoutScript,
  scriptSwapOpensNothing,
  disguiseGivesNoExemption,
  noSelfDeclaration,
  nobodyElseTold,
  grantEndsWithBrowser,
  sessionsEnd,
  closedWhenOthersAreDown,
  doubleBlindOptionOffered,
  wrongTokensRefusedAlike,
  oneGrantPerToken,
  noAccountCarriesTheProof,
  headersAndTransportHold,
  noForbiddenClaims,
  accessibleGate,
  adultLabelSent,
];
