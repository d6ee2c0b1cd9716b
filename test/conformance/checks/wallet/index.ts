import type { Check } from '../check.ts';
import { nobodyAskedAtPresentation } from './w-01-nobody-asked-at-presentation.ts';
import { ownerVerifiedEachTime } from './w-02-owner-verified-each-time.ts';
import { copiedProfileUseless } from './w-03-copied-profile-useless.ts';
import { otherKeysRefused } from './w-04-other-keys-refused.ts';
import { noMintingWhilePresenting } from './w-05-no-minting-while-presenting.ts';
import { mintingHasOneShape } from './w-06-minting-has-one-shape.ts';

export const walletChecks: readonly Check[] = [
  nobodyAskedAtPresentation,
  ownerVerifiedEachTime,
  copiedProfileUseless,
  otherKeysRefused,
  noMintingWhilePresenting,
  mintingHasOneShape,
];
