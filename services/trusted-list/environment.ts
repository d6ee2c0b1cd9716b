import type { ProviderList } from './parse-list.ts';
import { isTestSigner, type PinnedSigner } from './pinned-signer.ts';

/** Whether a list is meant for people, or for tries before it is. */
export type Environment = 'production' | 'acceptance';

/** Capitals alone: the Commission writes TEST where it means it. */
const TEST = /\b(TEST|NON-PROD|ACCEPTANCE)\b/;
/** A host that begins like the Commission's for acceptance. */
const TEST_HOST = /^https?:\/\/(acceptance|acc|test|preprod|dev)[.-]/i;

/**
 * What a list is, by what it says of itself and who signed it. There is no field for it: the Commission's acceptance
 * list has TEST in its scheme's name, in its legal notice and in its signer's name, and another host. One of them is
 * enough.
 */
export function environmentOf(
  { schemeName, legalNotice, locations }: Pick<ProviderList, 'schemeName' | 'legalNotice' | 'locations'>,
  signer: Pick<PinnedSigner, 'subject'>,
): Environment {
  const isTest =
    isTestSigner(signer) ||
    TEST.test(schemeName) ||
    TEST.test(legalNotice) ||
    locations.some((location) => TEST_HOST.test(location));
  return isTest ? 'acceptance' : 'production';
}
