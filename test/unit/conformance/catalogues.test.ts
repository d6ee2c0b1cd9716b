import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type Catalogue, FULL_CATALOGUE, type Requirement } from '../../conformance/catalogue/catalogue.ts';
import { CHECK_IDS } from '../../conformance/catalogue/check-ids.ts';
import { DEFAULT_CATALOGUE, findCatalogue, listCatalogues } from '../../conformance/catalogue/published.ts';
import {
  CatalogueError,
  digestCatalogue,
  formatCatalogue,
  readCatalogue,
} from '../../conformance/catalogue/read-catalogue.ts';
import type { Text } from '../../conformance/text.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'spec/requirements');
const CHECKS = join(ROOT, 'test/conformance/checks');
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));

const catalogue = (id: string): Catalogue => {
  const found = findCatalogue(id);
  if (found === undefined) throw new Error(`no catalogue ${id}`);
  return found;
};
const arcom = catalogue('fr-arcom-2024-20');

const textsOf = (one: Requirement): Text[] => [one.title, one.basis, one.question].filter((text) => text !== undefined);
const everyText = (one: Catalogue): readonly (readonly [place: string, text: Text])[] => [
  [`${one.id} title`, one.title],
  [`${one.id} authority`, one.authority],
  [`${one.id} note`, one.note],
  ...one.requirements.flatMap((row) => textsOf(row).map((text) => [row.id, text] as const)),
];

describe('the catalogues', () => {
  it('are the files of spec/requirements, the French one first', () => {
    expect(
      listCatalogues()
        .map(({ id }) => `${id}.json`)
        .sort(),
    ).toEqual([...FILES].sort());
    expect(listCatalogues()[0]?.id).toBe(DEFAULT_CATALOGUE);
  });

  it.each(FILES)('%s fits its schema', (file) => {
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(read('catalogue.schema.json')));
    validate(JSON.parse(read(file)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(FILES)('%s is written in the one form, so that its digest is that of the file', (file) => {
    const one = catalogue(file.replace('.json', ''));
    expect(formatCatalogue(one)).toBe(read(file));
    expect(digestCatalogue(one)).toBe(createHash('sha256').update(read(file)).digest('hex'));
  });

  it('say that they are partial where they have fewer than ten rows', () => {
    for (const { id, requirements, note } of listCatalogues()) {
      const isPartial = requirements.length < FULL_CATALOGUE;
      expect([id, /this catalogue is partial/.test(note.en)]).toEqual([id, isPartial]);
      expect([id, /ce catalogue est partiel/.test(note.fr)]).toEqual([id, isPartial]);
    }
  });

  it('have each id once over all of them', () => {
    const ids = listCatalogues().flatMap(({ requirements }) => requirements.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are in both languages, written as the house writes', () => {
    const faults = listCatalogues()
      .flatMap(everyText)
      .flatMap(([place, { en, fr }]) => [
        ...(en === fr && !/^(ISO\/IEC)/.test(en) ? [`${place}: is the same in both`] : []),
        ...(/'|!/.test(en + fr) ? [`${place}: typewriter apostrophe or exclamation mark`] : []),
        ...(/(?<!\u00a0)[:;?!»](?!\/\/)/.test(fr) ? [`${place}: no hard space before : ; ? or »: ${fr}`] : []),
        ...(/«(?!\u00a0)/.test(fr) ? [`${place}: no hard space after «`] : []),
      ])
      .filter((fault) => !fault.startsWith('fr-arcom-2024-20 authority'));
    expect(faults).toEqual([]);
  });

  it('claim nothing: the words that ARCOM-R49 forbids stand in its own title alone', () => {
    const places = listCatalogues()
      .flatMap(everyText)
      .filter(([, { en, fr }]) => /certified|certifi[ée]|certification|anonym/i.test(en + fr))
      .map(([place]) => place);
    expect(new Set(places)).toEqual(new Set(['ARCOM-R49']));
  });

  it('ask a lawyer one thing per row: every question ends in one question mark', () => {
    const questions = listCatalogues().flatMap(({ requirements }) =>
      requirements.flatMap(({ question }) => question ?? []),
    );
    expect(questions.length).toBeGreaterThan(80);
    for (const { en, fr } of questions) {
      expect(en).toMatch(/^[^?]+\?$/);
      expect(fr).toMatch(/^[^?]+\u00a0\?$/);
    }
  });

  it('name, as rules of a check, rules that its file has', () => {
    const files = new Map(
      readdirSync(CHECKS, { recursive: true, encoding: 'utf8' })
        .filter((path) => /\/[siw]-\d\d-/.test(path))
        .map((path) => [
          path.replace(/^.*\/([siw]-\d\d)-.*$/, '$1').toUpperCase(),
          readFileSync(join(CHECKS, path), 'utf8'),
        ]),
    );
    const named = listCatalogues().flatMap(({ requirements }) =>
      requirements.flatMap(({ id, rules = {}, ownReading = {} }) =>
        [...Object.entries(rules), ...Object.entries(ownReading)].flatMap(([check, list = []]) =>
          list.map((rule) => ({ id, check, rule })),
        ),
      ),
    );
    expect(named.length).toBeGreaterThan(5);
    for (const { id, check, rule } of named) {
      expect([id, check, rule, hasRule(files.get(check) ?? '', rule)]).toEqual([id, check, rule, true]);
    }
  });

  it('print how far machines can tell', () => {
    const table = listCatalogues().map(({ id, requirements }) => {
      const count = (wanted: string): number => requirements.filter(({ automation }) => automation === wanted).length;
      const numbers = { automatic: count('automatic'), partial: count('partial'), declaration: count('declaration') };
      expect(numbers.automatic + numbers.partial + numbers.declaration).toBe(requirements.length);
      return { id, rows: requirements.length, ...numbers };
    });
    console.table(table);
  });
});

/** As it stands, or composed: `alive-after-${rule}` and 'idle'. */
function hasRule(source: string, rule: string): boolean {
  const words = rule.split('-');
  const composed = words.some((_, i) => {
    const [head, tail] = [words.slice(0, i).join('-'), words.slice(i).join('-')];
    return i > 0 && source.includes(`\`${head}-\${`) && new RegExp(`'${tail}'|^\\s*'?${tail}'?:`, 'm').test(source);
  });
  return source.includes(`'${rule}'`) || composed;
}

describe('the référentiel of the Arcom', () => {
  it('is whole and in order, R1 to R56', () => {
    expect(arcom.requirements.map(({ id }) => id)).toEqual(Array.from({ length: 56 }, (_, i) => `ARCOM-R${i + 1}`));
  });

  it('has status M where the register says that a row rests on memory', () => {
    const memory = [8, 9, 11, 15, 16, 25, 29, 30, 39, 41, 42, 43, 50, 51, 55, 56].map((n) => `ARCOM-R${n}`);
    expect(arcom.requirements.filter(({ status }) => status === 'M').map(({ id }) => id)).toEqual(memory);
  });

  it('says of every row of memory or of our own what its basis is', () => {
    const silent = arcom.requirements.filter(({ status, basis }) => (status === 'M' || status === 'D') && !basis);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('has the numbers of the exigences that the register gives', () => {
    const numbers = arcom.requirements.flatMap(({ id, source }) => {
      const [, n] = /exigence (\d+)$/.exec(source) ?? [];
      return n === undefined ? [] : [[Number(n), Number(id.slice('ARCOM-R'.length))] as const];
    });
    const of = (n: number): number[] => numbers.filter(([one]) => one === n).map(([, row]) => row);
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(of)).toEqual([
      [26, 27],
      [28],
      [29],
      [30],
      [34, 35],
      [40, 41, 42],
      [37, 38, 39],
      [43],
      [45, 46],
      [47, 48],
    ]);
  });

  it('leaves what only documents show to declarations', () => {
    const documents = [14, 26, 46, 52, 53, 54, 56].map((n) => `ARCOM-R${n}`);
    for (const { id, automation } of arcom.requirements.filter(({ id }) => documents.includes(id))) {
      expect([id, automation]).toEqual([id, 'declaration']);
    }
  });

  it('is borne on by every check', () => {
    const asked = new Set(arcom.requirements.flatMap(({ checks }) => checks));
    expect(CHECK_IDS.filter((id) => !asked.has(id))).toEqual([]);
  });
});

describe('the ids of checks', () => {
  it('are those of conformance.md', () => {
    expect(CHECK_IDS).toHaveLength(19 + 12 + 6);
    expect([CHECK_IDS[0], CHECK_IDS[18], CHECK_IDS[19], CHECK_IDS[30], CHECK_IDS[31], CHECK_IDS[36]]).toEqual([
      'S-01',
      'S-19',
      'I-01',
      'I-12',
      'W-01',
      'W-06',
    ]);
  });
});

describe('reading a catalogue', () => {
  const row = arcom.requirements[1] as Requirement;
  const given = (changes: object, rowChanges: object = {}): unknown => ({
    ...arcom,
    sources: { ROQ: { title: 'a' }, TV5: { title: 'b' } },
    requirements: [{ ...row, ...rowChanges }],
    ...changes,
  });
  const faultsOf = (value: unknown): readonly string[] => {
    try {
      readCatalogue(value);
      return [];
    } catch (error) {
      if (error instanceof CatalogueError) return error.faults;
      throw error;
    }
  };

  it('takes a right one', () => {
    expect(faultsOf(given({}))).toEqual([]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['no object', [], ['catalogue: must be an object']],
    ['an unknown member', given({ version: 1 }), ['catalogue.version: is no member']],
    ['a member that is missing', given({ note: undefined }), ['catalogue.note: is missing']],
    ['one language', given({ title: { en: 'x' } }), ['catalogue.title.fr: is missing']],
    ['no rows', given({ requirements: [] }), ['catalogue.requirements: must be a list of at least 1']],
    [
      'an unknown status',
      given({}, { status: 'A' }),
      ['catalogue.requirements[0].status: must be one of V, S+, S, M, D'],
    ],
    [
      'an id of another form',
      given({}, { id: 'arcom 2' }),
      ['catalogue.requirements[0].id: must be an id such as ARCOM-R20'],
    ],
    [
      'a check that there is not',
      given({}, { checks: ['S-20'] }),
      [`catalogue.requirements[0].checks[0]: must be one of ${CHECK_IDS.join(', ')}`],
    ],
    [
      'a party twice',
      given({}, { binds: ['site', 'site'] }),
      ['catalogue.requirements[0].binds: names something twice'],
    ],
    ['a source that is not listed', given({ sources: { ROQ: { title: 'a' } } }), ['sources: "TV5" is missing']],
    [
      'a source that nobody names',
      given({ sources: { ROQ: { title: 'a' }, TV5: { title: 'b' }, X: { title: 'c' } } }),
      ['sources.X: no requirement names it'],
    ],
    ['an id twice', given({ requirements: [row, row] }), ['ARCOM-R2: stands twice']],
    ['a partial row without a check', given({}, { checks: [] }), ['ARCOM-R2: is partial and has no check']],
    ['a partial row without a question', given({}, { question: undefined }), ['ARCOM-R2: is partial and asks nothing']],
    [
      'an automatic row with a question',
      given({}, { automation: 'automatic' }),
      ['ARCOM-R2: is automatic and asks a question'],
    ],
    [
      'rules of a check that is not its own',
      given({}, { rules: { 'S-08': ['other'] } }),
      ['ARCOM-R2: has rules for S-08, which is none of its checks'],
    ],
  ])('refuses %s', (_, value, faults) => {
    expect(faultsOf(value)).toEqual(faults);
  });

  it('names every fault at once', () => {
    expect(faultsOf(given({ id: 'A B' }, { status: '', binds: [] }))).toHaveLength(3);
  });
});
