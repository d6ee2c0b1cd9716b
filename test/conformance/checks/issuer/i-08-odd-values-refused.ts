import type { Exchange } from '../../evidence/observation.ts';
import { findExchange, isRefused, isServed } from '../../reading/answers.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

/** Values that RFC 9474 has a signer refuse. 1 and n − 1 are their own signatures up to sign, and harmless. */
const MUST_REFUSE: ReadonlySet<string> = new Set(['zero', 'modulus', 'above-modulus', 'highest']);

interface Tried {
  readonly value: string;
  readonly answer: Exchange;
}

export const oddValuesRefused: Check = {
  id: 'I-08',
  plan: 'issuer',
  title: {
    en: 'Values outside the range of the key are refused',
    fr: 'Les valeurs hors de l’intervalle de la clé sont refusées',
  },
  prose: {
    en: 'The suite asks, with a valid grant, for a signature of values that no honest wallet sends: 0, 1, n − 1, n itself and two above it, where n is the modulus of the key. A signer must refuse 0 and all that is not below n. One that computes with them has two spellings for one request, and shows that it does not look at what it signs.',
    fr: 'La suite demande, avec une autorisation valable, la signature de valeurs qu’aucun portefeuille honnête n’envoie\u00a0: 0, 1, n − 1, n lui-même et deux valeurs au-dessus, n étant le module de la clé. Un signataire doit refuser 0 et tout ce qui n’est pas inférieur à n. S’il calcule avec, une même demande a deux écritures, et il montre qu’il ne regarde pas ce qu’il signe.',
  },
  probes: ['issuer-directory', 'issuer-minting'],
  judge(view) {
    const probe = view.probe('issuer-minting');
    const tried = probe.facts('value').flatMap(({ value }): Tried[] => {
      const { value: name, exchange } = value as unknown as { readonly value: string; readonly exchange: string };
      const answer = findExchange(probe, exchange);
      return answer === undefined ? [] : [{ value: name, answer }];
    });
    if (tried.length === 0) return untested(probe.reason ?? 'no-tokens');
    const signed = tried.filter(({ value, answer }) => MUST_REFUSE.has(value) && isServed(answer));
    const unclear = tried.filter(
      ({ value, answer }) => MUST_REFUSE.has(value) && !isServed(answer) && !isRefused(answer),
    );
    const note: Text = {
      en: `${tried.length} values were sent: ${said(tried)}.`,
      fr: `${tried.length} valeurs ont été envoyées\u00a0: ${said(tried)}.`,
    };
    if (signed.length === 0) return unclear.length > 0 ? cannotTell(note, FAULTS) : passed(note);
    const finding: Finding = {
      rule: 'odd-value-signed',
      severity: 'medium',
      expected: {
        en: '0 and every value from n on are refused.',
        fr: '0 et toute valeur à partir de n sont refusées.',
      },
      observed: { en: `Signed: ${said(signed)}.`, fr: `Signées\u00a0: ${said(signed)}.` },
      why: {
        en: 'A signer that does not look at its input can be asked questions about its private key.',
        fr: 'Un signataire qui ne regarde pas ce qu’il reçoit peut être interrogé sur sa clé privée.',
      },
      fix: {
        en: 'Refuse a blinded value unless 1 < value < n − 1, before anything is computed with it.',
        fr: 'Refusez une valeur masquée sauf si 1 < valeur < n − 1, avant tout calcul.',
      },
      reproduce:
        '1. Write a token request of 259 bytes whose blinded value is n, the modulus in the directory. 2. Draw a grant for it. 3. Send both: the answer must be a refusal.',
      evidence: signed.map(({ answer }) => answer.id),
    };
    return judged([finding], passed(note));
  },
};

const said = (tried: readonly Tried[]): string =>
  tried.map(({ value, answer }) => `${value} ${answer.response?.status ?? answer.noAnswer}`).join(', ');

const FAULTS: Text = {
  en: 'Some were answered with a fault of the server or not at all.',
  fr: 'Certaines ont reçu une erreur du serveur, ou aucune réponse.',
};
