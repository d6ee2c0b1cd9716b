import { normalize } from './normalize.ts';

/** A sentence that promises what nobody may promise. */
export interface ForbiddenClaim {
  readonly kind: 'nameless' | 'endorsed';
  readonly sentence: string;
}

/** In pieces: this file must not hold the words that it looks for. */
const pattern = (...pieces: readonly string[]): RegExp => new RegExp(pieces.join(''));

const NAMELESS = pattern(
  '\\banony',
  '(mes?|mement|mous|mously|mity|mat (garanti|total|complet|absolu|assure)|mi?sch|mer|men|m)\\b|\\banonim',
  '[oaie]\\b|\\banonimamente|\\banonimato (garantito|totale|garantizado|total)',
);
const DOUBLE = /double[- ]anonym|doppio anonimato|doble anonimato|doppel[a-z]*[- ]anonym/;
const AUTHORITY = '(arcom|cnil|agcom|ofcom|garante|edpb|commission europeenne|european commission|commissione europea)';
const APPROVED =
  '(certifi|agree|homologu|approuv|valide|labellis|recommand|approved|validated|endorsed|accredited|certificat|approvat|omologat|convalidat|zertifizier|zugelassen|anerkannt|aprobad|homologad)';
const ENDORSED = pattern(
  APPROVED,
  '[a-z]*.{0,30}\\b',
  AUTHORITY,
  '|',
  AUTHORITY,
  '[- ](certified|approved|validated|zertifiziert)',
);

/** A sentence with one of these denies, asks or forbids. */
const DENIES =
  /\b(pas|n'est|ne|ni|jamais|aucune?|not|no|never|neither|nor|isn't|doesn't|without|non|nessuna?|mai|ne|nicht|kein|keine|nie|nunca|ningun|interdit|forbidden)\b|\?$/;
const ABOUT_CHECK = /verif|preuve|controle|\bage\b|proof|prove|check|eta\b|prova|alter|nachweis|edad|prueba/;

/** @param isGatePage where everything is about the check */
export function findForbiddenClaims(text: string, isGatePage: boolean): readonly ForbiddenClaim[] {
  return text
    .split(/(?<=[.!?…])\s+/)
    .map((sentence) => ({ sentence, words: normalize(sentence) }))
    .filter(({ words }) => !DENIES.test(words))
    .flatMap(({ sentence, words }): readonly ForbiddenClaim[] => {
      const isNameless = NAMELESS.test(words.replace(DOUBLE, '')) && (isGatePage || ABOUT_CHECK.test(words));
      return [
        ...(isNameless ? [{ kind: 'nameless' as const, sentence }] : []),
        ...(ENDORSED.test(words) ? [{ kind: 'endorsed' as const, sentence }] : []),
      ];
    });
}
