import type { Check } from '../check.ts';
import { directoryWellFormed } from './i-01-directory-is-well-formed.ts';
import { sameKeysForEveryone } from './i-02-everyone-sees-the-same-keys.ts';
import { signaturesRight } from './i-03-signatures-are-right.ts';
import { cannotLearnSite } from './i-04-issuer-cannot-learn-the-site.ts';
import { leavesNoMark } from './i-05-issuer-leaves-no-mark.ts';
import { quotaAndUniformRefusals } from './i-06-quota-and-uniform-refusals.ts';
import { keysOverlapAndRetire } from './i-07-keys-overlap-and-retire.ts';
import { oddValuesRefused } from './i-08-odd-values-refused.ts';
import { noOracle } from './i-09-no-oracle.ts';
import { retentionDeclared } from './i-10-what-is-kept-is-declared.ts';
import { independenceDeclared } from './i-11-independence-is-declared.ts';
import { blindness } from './i-12-blindness.ts';

export const issuerChecks: readonly Check[] = [
  directoryWellFormed,
  sameKeysForEveryone,
  signaturesRight,
  cannotLearnSite,
  leavesNoMark,
  quotaAndUniformRefusals,
  keysOverlapAndRetire,
  oddValuesRefused,
  noOracle,
  retentionDeclared,
  independenceDeclared,
  blindness,
];
