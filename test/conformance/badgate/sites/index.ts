import type { Fixture } from '../fixture.ts';
import { birthDateForm } from './declared/birth-date-form.ts';
import { cookieFlag } from './declared/cookie-flag.ts';
import { declarationButton } from './declared/declaration-button.ts';
import { queryFlag } from './declared/query-flag.ts';
import { countryExempt } from './exempt/country-exempt.ts';
import { crawlerExempt } from './exempt/crawler-exempt.ts';
import { forwardedForExempt } from './exempt/forwarded-for-exempt.ts';
import { searchReferrerExempt } from './exempt/search-referrer-exempt.ts';
import { honestAccounts } from './honest/honest-accounts.ts';
import { honestExpress } from './honest/honest-express.ts';
import { honestFrame } from './honest/honest-frame.ts';
import { honestGerman } from './honest/honest-german.ts';
import { honestVendor } from './honest/honest-vendor.ts';
import { analyticsOnGate } from './hosts/analytics-on-gate.ts';
import { opensWithoutVendor } from './hosts/opens-without-vendor.ts';
import { referrerLeak } from './hosts/referrer-leak.ts';
import { siteNamedByHash } from './hosts/site-named-by-hash.ts';
import { siteNamedInBase64 } from './hosts/site-named-in-base64.ts';
import { siteNamedInQuery } from './hosts/site-named-in-query.ts';
import { answerRewritten } from './page/answer-rewritten.ts';
import { bareHeaders } from './page/bare-headers.ts';
import { blurOnly } from './page/blur-only.ts';
import { callbackFollowed } from './page/callback-followed.ts';
import { claimsAnonymity } from './page/claims-anonymity.ts';
import { claimsApproval } from './page/claims-approval.ts';
import { hiddenFrontPage } from './page/hidden-front-page.ts';
import { inlineStateOnGate } from './page/inline-state-on-gate.ts';
import { jsonLdOnGate } from './page/json-ld-on-gate.ts';
import { keyboardShutOut } from './page/keyboard-shut-out.ts';
import { noDoubleBlindOption } from './page/no-double-blind-option.ts';
import { ogImageOnGate } from './page/og-image-on-gate.ts';
import { ownCallbackUnlocks } from './page/own-callback-unlocks.ts';
import { privacyLevelMissing } from './page/privacy-level-missing.ts';
import { unlabelledControls } from './page/unlabelled-controls.ts';
import { vendorScriptUnlocks } from './page/vendor-script-unlocks.ts';
import { withoutScriptOpen } from './page/without-script-open.ts';
import { apiUngated } from './paths/api-ungated.ts';
import { cdnUngated } from './paths/cdn-ungated.ts';
import { embedUngated } from './paths/embed-ungated.ts';
import { feedUngated } from './paths/feed-ungated.ts';
import { frontPageOnly } from './paths/front-page-only.ts';
import { headUngated } from './paths/head-ungated.ts';
import { mediaUngated } from './paths/media-ungated.ts';
import { rangeUngated } from './paths/range-ungated.ts';
import { searchUngated } from './paths/search-ungated.ts';
import { sitemapUngated } from './paths/sitemap-ungated.ts';
import { thumbnailsUngated } from './paths/thumbnails-ungated.ts';
import { accountCarriesProof } from './session/account-carries-proof.ts';
import { flatHour } from './session/flat-hour.ts';
import { grantInLocalStorage } from './session/grant-in-local-storage.ts';
import { grantReadable } from './session/grant-readable.ts';
import { heartbeatIsInput } from './session/heartbeat-is-input.ts';
import { leavingIgnored } from './session/leaving-ignored.ts';
import { persistentGrant } from './session/persistent-grant.ts';
import { sessionForEver } from './session/session-for-ever.ts';
import { slidingHour } from './session/sliding-hour.ts';
import { tokenInUrl } from './session/token-in-url.ts';
import { anySaltAccepted } from './tokens/any-salt-accepted.ts';
import { audienceNotChecked } from './tokens/audience-not-checked.ts';
import { bearerToken } from './tokens/bearer-token.ts';
import { challengeNotChecked } from './tokens/challenge-not-checked.ts';
import { errorOracle } from './tokens/error-oracle.ts';
import { expiredEpochAccepted } from './tokens/expired-epoch-accepted.ts';
import { holderNotCompared } from './tokens/holder-not-compared.ts';
import { keyFromClient } from './tokens/key-from-client.ts';
import { otherIssuerAccepted } from './tokens/other-issuer-accepted.ts';
import { raceGrantsSeveral } from './tokens/race-grants-several.ts';
import { replayAccepted } from './tokens/replay-accepted.ts';
import { staleChallengeAccepted } from './tokens/stale-challenge-accepted.ts';
import { trailingByteAccepted } from './tokens/trailing-byte-accepted.ts';
import { unsignedProofAccepted } from './tokens/unsigned-proof-accepted.ts';

/** Sites that are broken on purpose, by where the fault lies, and honest ones that must pass. */
export const siteFixtures: readonly Fixture[] = [
  answerRewritten,
  bareHeaders,
  blurOnly,
  callbackFollowed,
  claimsAnonymity,
  claimsApproval,
  hiddenFrontPage,
  inlineStateOnGate,
  jsonLdOnGate,
  keyboardShutOut,
  noDoubleBlindOption,
  ogImageOnGate,
  ownCallbackUnlocks,
  privacyLevelMissing,
  unlabelledControls,
  vendorScriptUnlocks,
  withoutScriptOpen,
  apiUngated,
  cdnUngated,
  embedUngated,
  feedUngated,
  frontPageOnly,
  headUngated,
  mediaUngated,
  rangeUngated,
  searchUngated,
  sitemapUngated,
  thumbnailsUngated,
  countryExempt,
  crawlerExempt,
  forwardedForExempt,
  searchReferrerExempt,
  birthDateForm,
  cookieFlag,
  declarationButton,
  queryFlag,
  analyticsOnGate,
  opensWithoutVendor,
  referrerLeak,
  siteNamedByHash,
  siteNamedInBase64,
  siteNamedInQuery,
  accountCarriesProof,
  flatHour,
  grantInLocalStorage,
  grantReadable,
  heartbeatIsInput,
  leavingIgnored,
  persistentGrant,
  sessionForEver,
  slidingHour,
  tokenInUrl,
  anySaltAccepted,
  audienceNotChecked,
  bearerToken,
  challengeNotChecked,
  errorOracle,
  expiredEpochAccepted,
  holderNotCompared,
  keyFromClient,
  otherIssuerAccepted,
  raceGrantsSeveral,
  replayAccepted,
  staleChallengeAccepted,
  trailingByteAccepted,
  unsignedProofAccepted,
  honestAccounts,
  honestExpress,
  honestFrame,
  honestGerman,
  honestVendor,
];
