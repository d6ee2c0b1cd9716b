import {
  checkIsoMdocAnswer,
  checkPresentation,
  createIsoMdocRequest,
  formatPresentationRequest,
  type KeptIsoMdocRequest,
  LONGFELLOW_V6,
  openIsoMdocAnswer,
  type Presentation,
  parsePresentationForm,
  type ShownAge,
  type TrustedList,
  type ZkVerifier,
} from '@bauta/sdk/eu-wallet';
import {
  type Bytes,
  check,
  formatBase64url,
  isEqual,
  type Json,
  parseJson,
  readUtf8,
  refuseAs,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { EVIDENCE_LIFETIME } from './evidence-lifetime.ts';
import type { Evidence, EvidenceSource } from './evidence-source.ts';
import type { Pepper } from './pepper.ts';

/** What the EU wallet source needs around it. */
export interface EuWalletOptions {
  /** As it is now; a person's request never waits for it. @throws AgeError ERR_NOT_READY when nobody can say */
  readonly trustedList: () => TrustedList;
  /** Ages in years that this attester grants, 18 among them. */
  readonly thresholds: readonly number[];
  readonly pepper: Pepper;
  readonly randomBytes: (length: number) => Bytes;
  /** Verifies zero-knowledge proofs; without it none is asked for, and none taken. */
  readonly zkVerifier?: ZkVerifier;
}

/** What is remembered of a question: of a link, or of what the browser was given. */
type Kept = { readonly presentation: Presentation } | { readonly request: KeptIsoMdocRequest; readonly origin: string };

/**
 * Evidence from an EU age verification app: `org-iso-mdoc` through the browser, and as a fallback OpenID4VP by value,
 * answered by `direct_post`.
 */
export function euWalletSource(options: EuWalletOptions): EvidenceSource {
  const { trustedList, thresholds, pepper, randomBytes, zkVerifier } = options;
  const fresh = (): string => formatBase64url(randomBytes(32));
  const restore = (kept: string): Kept => JSON.parse(kept) as Kept;
  const zk = zkVerifier === undefined ? {} : { zk: { verifier: zkVerifier } };

  async function judge(body: Bytes, kept: Kept, now: number): Promise<ShownAge> {
    const terms = { trustedList: trustedList(), now };
    if ('presentation' in kept) return checkPresentation(readForm(body), kept.presentation, terms);
    return checkIsoMdocAnswer(readJson(body), kept.request, { ...terms, ...zk, origin: kept.origin });
  }

  return {
    name: 'eu-wallet',
    ways: ['digital', 'elsewhere', 'here'],

    async begin(way, { answerUrl, pageOrigin }) {
      // Nobody shall show a proof that cannot be judged, or lose the question to it.
      trustedList();
      if (way === 'digital') {
        const { request, kept } = await createIsoMdocRequest(zkVerifier ? { zk: LONGFELLOW_V6 } : {}, randomBytes);
        return { request: [request], kept: JSON.stringify({ request: kept, origin: pageOrigin } satisfies Kept) };
      }
      const presentation = { responseUri: answerUrl, presentationNonce: fresh(), state: fresh() };
      const kept = JSON.stringify({ presentation } satisfies Kept);
      return { request: formatPresentationRequest(presentation), kept };
    },

    async checkForm(body, kept) {
      trustedList();
      const question = restore(kept);
      if ('request' in question) {
        await openIsoMdocAnswer(readJson(body), question.request, question.origin);
        return;
      }
      const { state } = readForm(body);
      check(isEqual(writeUtf8(state), writeUtf8(question.presentation.state)), 'ERR_EVIDENCE_SESSION');
    },

    async complete(body, kept, now) {
      const { thresholds: shown, validUntil, msoPayload } = await judge(body, restore(kept), now);
      // Whoever is over 18 is over 16: the proof need not say so again.
      const oldest = Math.max(...shown);
      const evidence: Evidence = {
        thresholds: thresholds.filter((threshold) => threshold <= oldest),
        // A zero-knowledge proof keeps the end of its document to itself.
        expires: Math.min(validUntil ?? Number.POSITIVE_INFINITY, now + EVIDENCE_LIFETIME),
      };
      // A zero-knowledge proof is another one each time it is made.
      return msoPayload === undefined ? evidence : { ...evidence, once: await pepper.hashPayload(msoPayload) };
    },
  };
}

function readForm(body: Bytes): ReturnType<typeof parsePresentationForm> {
  return parsePresentationForm(refuseAs('ERR_MDOC_MALFORMED', () => readUtf8(body)));
}

function readJson(body: Bytes): Json {
  return refuseAs('ERR_MDOC_MALFORMED', () => parseJson(readUtf8(body)));
}
