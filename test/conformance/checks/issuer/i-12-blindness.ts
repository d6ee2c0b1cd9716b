import { findExchange } from '../../reading/answers.ts';
import { countFittingPairs } from '../../reading/blind-pairs.ts';
import { mintedKey, readMinted } from '../../reading/minted.ts';
import { readTokenKey } from '../../reading/token-key.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const WHY: Text = {
  en: 'An issuer whose records fit some tokens better than others can tell, with a site, who showed which token.',
  fr: 'Un émetteur dont les traces conviennent mieux à certains jetons qu’à d’autres peut dire, avec un site, qui a présenté quel jeton.',
};

export const blindness: Check = {
  id: 'I-12',
  plan: 'issuer',
  title: {
    en: 'What the issuer saw fits every token equally well',
    fr: 'Ce que l’émetteur a vu convient aussi bien à tous les jetons',
  },
  prose: {
    en: 'The suite has thirty tokens signed in one request and then takes the issuer’s place. For each value that the issuer saw and each of the tokens it computes the blinding that would lead from the one to the other. When every pair fits, what was seen says nothing about which token it became; when only each value’s own token fits, the issuer can recognise them all. The answer must also leave the issuer no room for a mark: the same request gets the same bytes, and no more bytes than signatures need.',
    fr: 'La suite fait signer trente jetons en une demande, puis prend la place de l’émetteur. Pour chaque valeur que l’émetteur a vue et chacun des jetons, elle calcule le masque qui mènerait de l’une à l’autre. Si tous les couples conviennent, ce qui a été vu ne dit rien du jeton obtenu\u00a0; si seul convient le jeton propre à chaque valeur, l’émetteur peut les reconnaître tous. La réponse ne doit pas non plus laisser de place à une marque\u00a0: la même demande reçoit les mêmes octets, et pas plus d’octets qu’il n’en faut pour les signatures.',
  },
  probes: ['issuer-directory', 'issuer-minting'],
  judge(view) {
    const probe = view.probe('issuer-minting');
    const batch = readMinted(probe, 'batch');
    const key = readTokenKey(mintedKey(probe));
    if (batch === undefined || typeof key === 'string') return untested(probe.reason ?? 'no-tokens');
    if (batch.items.length === 0) return cannotTell(REFUSED);
    const all = batch.items.length ** 2;
    const fitting = countFittingPairs(key.modulus, batch.items);
    const findings: Finding[] = [];
    const reproduce =
      '1. Have 30 messages signed. 2. For each blinded value i and token j compute r = blind_sig_i ÷ sig_j mod n. 3. r^65537 · em_j mod n must be the blinded value i, for every pair.';
    if (fitting < all) {
      findings.push({
        rule: 'pairs-do-not-fit',
        severity: 'high',
        expected: { en: `All ${all} pairs fit.`, fr: `Les ${all} couples conviennent tous.` },
        observed: { en: `${fitting} of ${all} pairs fit.`, fr: `${fitting} couples sur ${all} conviennent.` },
        why: WHY,
        fix: {
          en: 'Return nothing but the RSA signature of each blinded value, under the published key.',
          fr: 'Ne renvoyez que la signature RSA de chaque valeur masquée, sous la clé publiée.',
        },
        reproduce,
        evidence: [batch.exchange],
      });
    }
    const [first, again] = [findExchange(probe, batch.exchange), probe.exchanges('batch-again')[0]];
    const isOther = again?.response?.status === 200 && again.response.body.sha256 !== first?.response?.body.sha256;
    if (isOther || batch.answer !== batch.expected) {
      findings.push({
        rule: 'room-for-a-mark',
        severity: 'high',
        expected: {
          en: `The answer has ${batch.expected} bytes, the same for the same request.`,
          fr: `La réponse compte ${batch.expected} octets, les mêmes pour la même demande.`,
        },
        observed: {
          en: `It had ${batch.answer} bytes; asked again, ${isOther ? 'it was another one' : 'it was the same'}.`,
          fr: `Elle comptait ${batch.answer} octets\u00a0; redemandée, ${isOther ? 'elle était différente' : 'elle était la même'}.`,
        },
        why: WHY,
        fix: {
          en: 'Answer with the signatures alone; RSA signatures leave no choice.',
          fr: 'Répondez par les seules signatures\u00a0; des signatures RSA ne laissent aucun choix.',
        },
        reproduce:
          '1. Send one request for signatures with its grant. 2. Send the same bytes again. 3. Compare the answers.',
        evidence: [batch.exchange, ...(again === undefined ? [] : [again.id])],
      });
    }
    return judged(
      findings,
      passed({
        en: `${fitting} of ${all} pairs fit. The suite blinded the messages itself; what a wallet sends is another check’s question.`,
        fr: `${fitting} couples sur ${all} conviennent. La suite a masqué elle-même les messages\u00a0; ce qu’envoie un portefeuille relève d’un autre contrôle.`,
      }),
    );
  },
};

const REFUSED: Text = {
  en: 'The request for signatures was refused although it came with a grant.',
  fr: 'La demande de signatures a été refusée bien qu’elle fût accompagnée d’une autorisation.',
};
