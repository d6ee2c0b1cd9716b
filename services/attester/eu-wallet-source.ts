import {
  checkPresentation,
  formatPresentationRequest,
  type Presentation,
  parsePresentationForm,
  type TrustedList,
} from '@bauta/sdk/eu-wallet';
import { type Bytes, check, formatBase64url, isEqual, readUtf8, refuseAs, writeUtf8 } from '@bauta/sdk/protocol';
import type { EvidenceSource } from './evidence-source.ts';
import type { Pepper } from './pepper.ts';

/** What the EU wallet source needs around it. */
export interface EuWalletOptions {
  /** As it is now; a person's request never waits for it. @throws AgeError ERR_NOT_READY when nobody can say */
  readonly trustedList: () => TrustedList;
  /** Ages in years that this attester grants, 18 among them. */
  readonly thresholds: readonly number[];
  readonly pepper: Pepper;
  readonly randomBytes: (length: number) => Bytes;
}

/** Evidence from an EU age verification app: OpenID4VP by value, answered by `direct_post`. */
export function euWalletSource({ trustedList, thresholds, pepper, randomBytes }: EuWalletOptions): EvidenceSource {
  const fresh = (): string => formatBase64url(randomBytes(32));
  const restore = (kept: string): Presentation => JSON.parse(kept) as Presentation;

  return {
    name: 'eu-wallet',
    ways: ['elsewhere', 'here'],

    async begin(_, { answerUrl }) {
      // Nobody shall show a proof that cannot be judged, or lose the question to it.
      trustedList();
      const presentation: Presentation = { responseUri: answerUrl, presentationNonce: fresh(), state: fresh() };
      return { request: formatPresentationRequest(presentation), kept: JSON.stringify(presentation) };
    },

    checkForm(body, kept) {
      trustedList();
      const { state } = readForm(body);
      check(isEqual(writeUtf8(state), writeUtf8(restore(kept).state)), 'ERR_EVIDENCE_SESSION');
    },

    async complete(body, kept, now) {
      const shown = await checkPresentation(readForm(body), restore(kept), { trustedList: trustedList(), now });
      // Whoever is over 18 is over 16: the proof need not say so again.
      const oldest = Math.max(...shown.thresholds);
      return {
        thresholds: thresholds.filter((threshold) => threshold <= oldest),
        expires: shown.validUntil,
        once: await pepper.hashPayload(shown.msoPayload),
      };
    },
  };
}

function readForm(body: Bytes): ReturnType<typeof parsePresentationForm> {
  return parsePresentationForm(refuseAs('ERR_MDOC_MALFORMED', () => readUtf8(body)));
}
