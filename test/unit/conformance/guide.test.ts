import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS, isCommand } from '../../conformance/commands/commands.ts';
import { readRunOptions } from '../../conformance/commands/run-options.ts';
import { usageOf } from '../../conformance/commands/usage.ts';
import { EXIT } from '../../conformance/exit-codes.ts';
import { PLANS } from '../../conformance/plans.ts';
import { REPORT_FILES } from '../../conformance/report/write-report.ts';
import { readWatchOptions } from '../../conformance/watch/watch-options.ts';
import { ROOT, readFiles } from '../../laws/sources.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8').replaceAll('\u00a0', ' ');
const GUIDES = { fr: read('spec/guides/regulateurs.md'), en: read('spec/guides/regulators.md') } as const;
const LANGUAGES = ['fr', 'en'] as const;

/** What is to be typed, a line each. */
const typedIn = (guide: string): readonly string[] =>
  [...guide.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, lines = '']) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );

/** Of the suite, as its process gets them. */
const argumentsIn = (guide: string): readonly (readonly string[])[] =>
  typedIn(guide)
    .filter((line) => line.startsWith('npx @bauta/conformance '))
    .map((line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(2));

/** The same, whatever its language calls people and folders. */
const withoutNames = (line: string): string =>
  line
    .replace(/"[^"]*"/g, 'NAME')
    .replace(/site-example-[a-z]+/g, 'FOLDER')
    .replace(/^(mkdir|cd) .*/, '$1 FOLDER');

/** In backquotes, wherever they stand. */
const quotedIn = (text: string): readonly string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** The rows of the table under a heading row. */
function tableUnder(guide: string, head: RegExp): readonly (readonly string[])[] {
  const lines = guide.split('\n');
  const rows = lines.slice(lines.findIndex((line) => head.test(line)) + 2);
  const ends = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, ends).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const FLAGS: Readonly<Record<string, readonly string[]>> = {
  enrol: ['--out', '--browser', '--method', '--lang'],
  doctor: ['--browser', '--lang'],
  questions: ['--out', '--lang'],
  replay: ['--out', '--catalogue', '--declarations', '--strict', '--lang'],
  pack: ['--out', '--lang'],
  verify: ['--key', '--lang'],
  keygen: ['--out', '--lang'],
  list: ['--lang'],
  explain: ['--lang'],
};

/** Of Node and of the collection of broken sites. */
const OTHERS = new Set(['--version', '--port']);

/** Thrown by whoever reads them for a run; compared with a table for the rest. */
function checkFlags([name = '', ...args]: readonly string[]): void {
  if (name === 'site' || name === 'issuer' || name === 'wallet') readRunOptions(name, args);
  else if (name === 'watch') readWatchOptions(args);
  else expect(FLAGS[name]).toEqual(expect.arrayContaining(args.filter((arg) => arg.startsWith('--'))));
}

describe.each(LANGUAGES)('the guide for regulators (%s)', (language) => {
  const guide = GUIDES[language];
  const used = argumentsIn(guide);

  it('shows every command that there is, and none that there is not', () => {
    const names = new Set(used.map(([name = '']) => name));
    expect([...names].filter((name) => name !== 'help' && !isCommand(name))).toEqual([]);
    expect(Object.keys(COMMANDS).filter((name) => !names.has(name))).toEqual([]);
  });

  it('types only flags that its commands take', () => {
    expect(used.length).toBeGreaterThan(20);
    for (const one of used.filter(([name]) => name !== 'help')) checkFlags(one);
  });

  it('names no flag that the help does not show, and shows each of a run', () => {
    const known = new Set(usageOf(language).match(/--[a-z-]+/g));
    const named = new Set(guide.match(/(?<![\w-])--[a-z][a-z-]+/g)?.filter((flag) => !OTHERS.has(flag)));
    expect([...named].filter((flag) => !known.has(flag))).toEqual([]);
    expect([...known].filter((flag) => !named.has(flag))).toEqual([]);
  });

  it('explains each exit code once', () => {
    const rows = tableUnder(guide, /^\| code \|/).map(([code]) => Number(code));
    expect(rows).toEqual(Object.values(EXIT).toSorted());
  });

  it('names the tests that need authority, all of them and no other', () => {
    const rows = tableUnder(guide, /^\| (essai actif|active test) \|/).flatMap(([name = '']) => quotedIn(name));
    const active = Object.values(PLANS).flatMap(({ probes }) =>
      probes.filter(({ needs }) => needs.includes('authority')).map(({ name }) => name),
    );
    expect(rows.toSorted()).toEqual(active.toSorted());
  });

  it('names the active tests that need tokens as such', () => {
    const rows = tableUnder(guide, /^\| (essai actif|active test) \|/).filter((row) => row[2]?.includes('`--tokens`'));
    const active = Object.values(PLANS).flatMap(({ probes }) =>
      probes
        .filter(({ needs }) => needs.includes('authority') && needs.includes('tokens'))
        .map(({ name }) => `\`${name}\``),
    );
    expect(rows.map(([name = '']) => name).toSorted()).toEqual(active.toSorted());
  });

  it('names every file of a report', () => {
    const named = new Set(quotedIn(guide));
    expect([...REPORT_FILES, 'report.dsse.json', 'report.tsr'].filter((file) => !named.has(file))).toEqual([]);
  });

  it('explains messages that the program really gives', () => {
    const sources = [...readFiles(/^test\/conformance\/.*\.ts$/).values()].join('\n').replaceAll('\\u00a0', ' ');
    const quotes = tableUnder(guide, /^\| (ce qui s’affiche|what is printed) \|/).flatMap(([cell = '']) =>
      [...cell.matchAll(/« ([^»]+) »|"([^"]+)"/g)].map(([, fr, en]) => fr ?? en ?? ''),
    );
    const pieces = quotes
      .filter((quote) => !/^n’est pas reconnu$|^is not recognized$/.test(quote))
      .flatMap((quote) => quote.split('…'))
      .map((piece) => piece.replace(/\((dns|refused|timeout|tls)\)/, '(').trim())
      .filter((piece) => piece.length > 3);
    expect(pieces.length).toBeGreaterThan(12);
    expect(pieces.filter((piece) => !sources.includes(piece))).toEqual([]);
  });
});

describe('the two guides', () => {
  it('have the same commands in the same order', () => {
    expect(typedIn(GUIDES.fr).map(withoutNames)).toEqual(typedIn(GUIDES.en).map(withoutNames));
  });

  it('have the same sections and tables of the same length', () => {
    const shape = (guide: string): readonly string[] => guide.match(/^(#{1,3} \d*|\|(?=))/gm) ?? [];
    expect(shape(GUIDES.fr)).toEqual(shape(GUIDES.en));
  });
});

describe('the help', () => {
  it.each(LANGUAGES)('has every command on its one page (%s)', (language) => {
    const usage = usageOf(language);
    expect(Object.keys(COMMANDS).filter((name) => !new RegExp(`^  .*\\b${name}\\b`, 'm').test(usage))).toEqual([]);
  });

  it.each(LANGUAGES)('has every exit code (%s)', (language) => {
    const last = usageOf(language).split('\n').at(-1) ?? '';
    expect([...last.matchAll(/\b(\d) /g)].map(([, code]) => Number(code))).toEqual(Object.values(EXIT).toSorted());
  });
});
