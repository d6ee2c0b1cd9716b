import { describe, expect, it } from 'vitest';
import { coverCatalogue } from '../../conformance/catalogue/coverage.ts';
import { findCatalogue } from '../../conformance/catalogue/published.ts';
import {
  QuestionnaireError,
  readQuestionnaire,
  writeQuestionnaire,
} from '../../conformance/catalogue/questionnaire.ts';

const arcom = findCatalogue('fr-arcom-2024-20') ?? expect.fail('no catalogue');
type Form = Record<string, { question: string; answer: string }>;
const form = (language: 'en' | 'fr' = 'fr'): Form => JSON.parse(writeQuestionnaire(arcom, language));
const read = (filled: unknown) => readQuestionnaire(JSON.stringify(filled), arcom);
const edit = (id: string, changes: object): unknown => {
  const blank = form();
  return { ...blank, [id]: { ...blank[id], ...changes } };
};

describe('the questionnaire', () => {
  it('asks every row that a machine cannot decide, and no other', () => {
    const asked = arcom.requirements.filter(({ automation }) => automation !== 'automatic').map(({ id }) => id);
    expect(Object.keys(form())).toEqual(asked);
    expect(form()['ARCOM-R7']?.question).toBe(arcom.requirements[6]?.question?.fr);
    expect(form('en')['ARCOM-R7']?.question).toBe(arcom.requirements[6]?.question?.en);
  });

  it('declares nothing while it is empty', () => {
    expect(read(form())).toEqual({});
    expect(read(edit('ARCOM-R7', { answer: ' \n' }))).toEqual({});
  });

  it.each(['en', 'fr'] as const)('gives back answers as they were typed, in a form in %s', (language) => {
    const filled = form(language);
    filled['ARCOM-R7'] = { question: filled['ARCOM-R7']?.question ?? '', answer: ' Oui,\nM. B. ' };
    const declarations = read(filled);
    expect(declarations).toEqual({ 'ARCOM-R7': ' Oui,\nM. B. ' });
    const seventh = coverCatalogue(arcom, new Map(), declarations).requirements[6];
    expect(seventh).toMatchObject({ id: 'ARCOM-R7', state: 'declared', declaration: ' Oui,\nM. B. ' });
  });

  it('may be handed in with some of its rows', () => {
    const { 'ARCOM-R7': one } = form();
    expect(read({ 'ARCOM-R7': { ...one, answer: 'Non.' } })).toEqual({ 'ARCOM-R7': 'Non.' });
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{"ARCOM-R7"', /not JSON/],
    ['a list', '[]', /must be one object/],
    ['null', 'null', /must be one object/],
    ['an unknown id', JSON.stringify(edit('ARCOM-R99', { question: 'q', answer: 'a' })), /^ARCOM-R99: .* asks nothing/],
    ['a row that asks nothing', JSON.stringify(edit('ARCOM-R20', { question: 'q', answer: 'a' })), /^ARCOM-R20: /],
    ['a name that every object has', '{"constructor":{"question":"q","answer":"a"}}', /^constructor: /],
    ['a question that was changed', JSON.stringify(edit('ARCOM-R7', { question: 'Is it good?' })), /was changed/],
    ['an answer that is no text', JSON.stringify(edit('ARCOM-R7', { answer: true })), /^ARCOM-R7: must be/],
    ['an answer without end', JSON.stringify(edit('ARCOM-R7', { answer: 'a'.repeat(10_001) })), /^ARCOM-R7: must be/],
    ['one more member', JSON.stringify(edit('ARCOM-R7', { isTrue: true })), /^ARCOM-R7: must be/],
  ])('refuses %s', (_, json, message) => {
    expect(() => readQuestionnaire(json, arcom)).toThrow(QuestionnaireError);
    expect(() => readQuestionnaire(json, arcom)).toThrow(message);
  });

  it('names every fault at once', () => {
    expect(() => read({ 'A-R1': {}, 'A-R2': {} })).toThrow(/A-R1[^\n]*\nA-R2/);
  });
});
