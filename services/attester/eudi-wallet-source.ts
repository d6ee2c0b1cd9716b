import type { TrustedList } from '@bauta/sdk/eu-wallet';
import {
  type AccessCertificate,
  checkHaipAnswer,
  checkState,
  createResponseKey,
  formatHaipLink,
  type HaipAudience,
  type HaipPresentation,
  openHaipAnswer,
  parseDigitalAnswer,
  parseHaipForm,
  SIGNED_PROTOCOL,
  signRequestObject,
} from '@bauta/sdk/eu-wallet/haip';
import { AgeError, type Bytes, check, formatBase64url, readUtf8, refuseAs } from '@bauta/sdk/protocol';
import { EVIDENCE_LIFETIME } from './evidence-lifetime.ts';
import type { EvidenceSource, EvidenceWay, QuestionPlace } from './evidence-source.ts';
import type { Pepper } from './pepper.ts';
import { reachedAges } from './reached-ages.ts';

/** What the operator has to have for EUDI wallets. */
export interface EudiWallet {
  readonly access: AccessCertificate;
  /**
   * The providers of person identification data, when the operator takes those too. A date of birth then arrives here,
   * is made into ages, and is gone with the call.
   */
  readonly pid?: { readonly trustedList: () => TrustedList };
}

/** What the EUDI wallet source needs around it. */
export interface EudiWalletOptions extends EudiWallet {
  /** Of the providers of proofs of age, as it is now. @throws AgeError ERR_NOT_READY when nobody can say */
  readonly trustedList: () => TrustedList;
  /** Ages in years that this attester grants, 18 among them. */
  readonly thresholds: readonly number[];
  readonly pepper: Pepper;
  readonly randomBytes: (length: number) => Bytes;
}

/** Where each way takes the answer. */
const AUDIENCES: Readonly<Record<EvidenceWay, (place: QuestionPlace) => HaipAudience>> = {
  elsewhere: ({ answerUrl }) => ({ responseUri: answerUrl }),
  here: ({ answerUrl }) => ({ responseUri: answerUrl }),
  digital: ({ pageOrigin }) => ({ origin: pageOrigin }),
};

/**
 * Evidence from an EUDI wallet (HAIP 1.0): a signed request that the wallet fetches or the browser hands on, and an
 * answer encrypted to a key of this question alone.
 */
export function eudiWalletSource(options: EudiWalletOptions): EvidenceSource {
  const { access, pid, trustedList, thresholds, pepper, randomBytes } = options;
  const fresh = (): string => formatBase64url(randomBytes(32));

  return {
    name: 'eudi-wallet',
    ways: ['elsewhere', 'here', 'digital'],

    async begin(way, place, now) {
      // Nobody shall show a proof that cannot be judged, or be sent to a wallet that must refuse us.
      trustedList();
      pid?.trustedList();
      const isGood = now >= access.notBefore && now <= access.notAfter;
      check(isGood, 'ERR_NOT_READY', 'the access certificate is not valid now');
      const presentation: HaipPresentation = {
        audience: AUDIENCES[way](place),
        presentationNonce: fresh(),
        state: fresh(),
        responseKey: await createResponseKey(),
        documents: ['proof_of_age', ...(pid ? ['pid' as const] : [])],
      };
      const kept = JSON.stringify(presentation);
      if (way !== 'digital') return { request: formatHaipLink(access, place.requestUrl), kept };
      const request = await signRequestObject(presentation, access);
      return { request: [{ protocol: SIGNED_PROTOCOL, data: { request } }], kept };
    },

    readRequest: (kept, walletNonce) => signRequestObject(restore(kept), access, walletNonce),

    async checkForm(body, kept) {
      trustedList();
      const presentation = restore(kept);
      const answer = readAnswer(body, presentation);
      if ('isError' in answer) checkState(answer.state, presentation.state);
      else await openOrDecline(answer.response, presentation);
    },

    async complete(body, kept, now) {
      const presentation = restore(kept);
      const answer = readAnswer(body, presentation);
      check(!('isError' in answer), 'ERR_MDOC_STATUS', 'the wallet answered with an error');
      const opened = await openHaipAnswer(answer.response, presentation);
      const shown = await checkHaipAnswer(opened, presentation, access, {
        trustedList: trustedList(),
        now,
        ...(pid && {
          pid: {
            trustedList: pid.trustedList(),
            reachedAges: (birthDate: string) => reachedAges(birthDate, thresholds, now),
          },
        }),
      });
      // Whoever is over 18 is over 16: the proof need not say so again.
      const oldest = Math.max(...shown.thresholds);
      return {
        thresholds: thresholds.filter((threshold) => threshold <= oldest),
        expires: Math.min(shown.validUntil, now + EVIDENCE_LIFETIME),
        once: await pepper.hashPayload(shown.msoPayload),
      };
    },
  };
}

const restore = (kept: string): HaipPresentation => JSON.parse(kept) as HaipPresentation;

function readAnswer(body: Bytes, { audience }: HaipPresentation): ReturnType<typeof parseHaipForm> {
  const text = refuseAs('ERR_MDOC_MALFORMED', () => readUtf8(body));
  return 'origin' in audience ? parseDigitalAnswer(text) : parseHaipForm(text);
}

/** A wallet's error has the form of an answer too: it ends the question, so that the person need not wait. */
async function openOrDecline(response: string, presentation: HaipPresentation): Promise<void> {
  try {
    await openHaipAnswer(response, presentation);
  } catch (error) {
    if (!(error instanceof AgeError && error.code === 'ERR_MDOC_STATUS')) throw error;
  }
}
