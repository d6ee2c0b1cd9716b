import { findExchange } from '../../reading/answers.ts';
import { mintedKey, readMinted } from '../../reading/minted.ts';
import { verifyToken } from '../../reading/verify-token.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

export const signaturesRight: Check = {
  id: 'I-03',
  plan: 'issuer',
  title: {
    en: 'Every blind signature is the right one under the published key',
    fr: 'Chaque signature aveugle est la bonne, sous la clé publiée',
  },
  prose: {
    en: 'The suite blinds messages of its own as RFC 9474 prescribes, with code that shares nothing with the product, asks for signatures, and verifies each of them under the published key. A signature that is wrong now and then comes from a computation that nobody checked, and a single such fault can give away the private key. Signatures under another key would mark whoever gets them.',
    fr: 'La suite masque ses propres messages comme le prescrit la RFC 9474, avec un code qui ne partage rien avec le produit, demande des signatures, et vérifie chacune sous la clé publiée. Une signature parfois fausse vient d’un calcul que personne n’a contrôlé, et une seule faute de ce genre peut livrer la clé privée. Des signatures sous une autre clé marqueraient la personne qui les reçoit.',
  },
  probes: ['issuer-directory', 'issuer-minting'],
  judge(view) {
    const probe = view.probe('issuer-minting');
    const minted = (['batch', 'single'] as const).flatMap((label) => readMinted(probe, label) ?? []);
    if (minted.length === 0) return untested(probe.reason ?? 'no-tokens');
    const key = mintedKey(probe);
    const refused = minted.filter(({ items }) => items.length === 0);
    const all = minted.flatMap(({ items }) => items);
    if (all.length === 0) return cannotTell(REFUSED);
    const wrong = all.filter(({ message, signature }) => !verifyToken(key, message, signature));
    const findings: Finding[] = [];
    if (wrong.length > 0) {
      const evidence = minted
        .filter(({ items }) => items.some((item) => wrong.includes(item)))
        .map((one) => one.exchange);
      findings.push({
        rule: 'signature-wrong',
        severity: 'high',
        expected: {
          en: 'Each blind signature, unblinded, verifies under the published key.',
          fr: 'Chaque signature aveugle, une fois démasquée, est valable sous la clé publiée.',
        },
        observed: {
          en: `${wrong.length} of ${all.length} signatures do not verify.`,
          fr: `${wrong.length} signatures sur ${all.length} ne sont pas valables.`,
        },
        why: {
          en: 'A wrong signature can give away the issuer’s private key; one under another key is a mark on the person.',
          fr: 'Une signature fausse peut livrer la clé privée de l’émetteur\u00a0; une signature sous une autre clé marque la personne.',
        },
        fix: {
          en: 'Verify each signature with the public key before it leaves, and answer with an error when it is wrong.',
          fr: 'Vérifiez chaque signature avec la clé publique avant de l’envoyer, et répondez par une erreur si elle est fausse.',
        },
        reproduce: reproduce(view.target, findExchange(probe, evidence[0] ?? '')?.request.url),
        evidence,
      });
    }
    const note: Text = {
      en: `${all.length} signatures over messages of the suite’s own were verified.`,
      fr: `${all.length} signatures de messages propres à la suite ont été vérifiées.`,
    };
    return judged(findings, refused.length > 0 ? cannotTell(note, REFUSED) : passed(note));
  },
};

const REFUSED: Text = {
  en: 'A request for signatures was refused although it came with a grant.',
  fr: 'Une demande de signatures a été refusée bien qu’elle fût accompagnée d’une autorisation.',
};

const reproduce = (target: string, url: string | undefined): string =>
  `1. npx @bauta/conformance issuer ${target}\n2. In the evidence, raise each blind signature from ${url ?? target} to the power 65537 modulo the key: it must give the blinded message.`;
