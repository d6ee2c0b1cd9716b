import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../../services/wallet/text/text.ts';

/**
 * Whoever shows no proof of age has shown no proof of age, and nothing else: no sentence of the wallet says, asks or
 * supposes what they are. What a site may ask for, "over 18", is said of the asking, never of a person who could not.
 */
const LABELS: Readonly<Record<string, readonly RegExp[]>> = {
  en: [
    /\bminors?\b/i,
    /\bunder-?\s?age[sd]?\b/i,
    /\b(child|children|kids?|teen\w*|juveniles?|adolescents?|youths?|infants?)\b/i,
    /\b(too|not old|still) young\b|\byoung (people|person|users?)\b/i,
    /\bnot (yet )?(an adult|adults?|old enough|over \d+|\d+)\b/i,
    /\b(under|below|younger than) (the age of )?\d+\b|\bless than \d+ years/i,
    /\bparents?\b|\bguardians?\b|\bgrown-?ups?\b/i,
  ],
  fr: [
    /(?<!\p{L})mineure?s?(?!\p{L})/iu,
    /(?<!\p{L})(enfants?|gamine?s?|adolescente?s?|ados?|juvéniles?)(?!\p{L})/iu,
    /(?<!\p{L})trop jeunes?(?!\p{L})|(?<!\p{L})jeunes (gens|personnes|utilisateurs)/iu,
    /(?<!\p{L})pas (encore )?(adulte|majeure?|assez âgée?|(plus de )?\d+ ans)/iu,
    /(?<!\p{L})moins de \d+ ans|en dessous de \d+|sous l’âge/iu,
    /(?<!\p{L})parents?(?!\p{L})|tuteurs?(?!\p{L})|grandes personnes/iu,
  ],
};

/** Every sentence as it is read; figures, names and lists all read 18. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function')
    return [[path, String(value(...Array.from({ length: value.length }, () => ['18'])))]];
  return Object.entries(value as object).flatMap(([name, inner]) => sentences(inner, path ? `${path}.${name}` : name));
}

const labelsIn = (language: Language, text: unknown): string[] =>
  sentences(text).flatMap(([name, sentence]) =>
    (LABELS[language] ?? []).filter((label) => label.test(sentence)).map((label) => `${name}: ${label}`),
  );

describe.each(Object.keys(LANGUAGES) as Language[])('the wallet in %s', (language) => {
  it('has words to look for', () => {
    expect(LABELS[language]?.length).toBeGreaterThan(0);
  });

  it('labels nobody', () => {
    expect(labelsIn(language, LANGUAGES[language])).toEqual([]);
  });
});

describe('the words that label', () => {
  it.each([
    ['en', 'You are a minor.'],
    ['en', 'Not for children.'],
    ['en', 'You are underage, or under age.'],
    ['en', 'You are not over 18.'],
    ['en', 'You are under 18.'],
    ['en', 'Ask your parents.'],
    ['fr', 'Vous êtes mineur.'],
    ['fr', 'Interdit aux enfants.'],
    ['fr', 'Vous n’avez pas encore 18 ans.'],
    ['fr', 'Vous avez moins de 18 ans.'],
    ['fr', 'Vous n’êtes pas majeure.'],
  ] as const)('are found in %s: %s', (language, sentence) => {
    expect(labelsIn(language, { planted: sentence })).not.toEqual([]);
  });
});
