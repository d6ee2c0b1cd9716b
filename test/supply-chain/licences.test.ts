import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../laws/sources.ts';
import { bundle } from './bundled.ts';
import { findForeignLicences, isAllowed } from './judge-licences.ts';
import { LICENCES, LICENCES_OF_TOOLS, SHIPPED_EXCEPTIONS, TOOL_EXCEPTIONS } from './licences.ts';
import { closureOf, isForeign, type LockedPackage, nameOf, readLockfile } from './lockfile.ts';
import { SHIPPED } from './shipped.ts';
import { licenceTextsOf } from './third-party.mjs';

const lock = readLockfile();
const programs = SHIPPED.flatMap(({ name, build }) => (build === undefined ? [] : [{ name, ...bundle(build) }]));
const workspaces = SHIPPED.map(({ workspace }) => workspace);
const shipped = [...new Set([...closureOf(lock, workspaces), ...programs.flatMap(({ packages }) => packages)])];

describe('licences', () => {
  it('of what is shipped are on the list, or excepted one by one', () => {
    const rules = { licences: LICENCES, exceptions: SHIPPED_EXCEPTIONS };
    expect(findForeignLicences(lock, shipped, rules)).toEqual([]);
  });

  it('of everything else that is installed are on the wider list, or excepted one by one', () => {
    const others = [...lock.keys()].filter((path) => !shipped.includes(path));
    const rules = { licences: LICENCES_OF_TOOLS, exceptions: TOOL_EXCEPTIONS };
    expect(findForeignLicences(lock, others, rules)).toEqual([]);
  });

  it('are those that the installed packages say themselves', () => {
    const said = [...lock]
      .filter(([path, row]) => isForeign(path, row) && existsSync(join(ROOT, path)))
      .map(([path, { license }]) => ({ path, license, own: ownLicence(path) }));
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter(({ license, own }) => own !== license)).toEqual([]);
  });

  it('that a package names nowhere but in its text stand in it', () => {
    expect(readFileSync(join(ROOT, 'node_modules/only/Readme.md'), 'utf8')).toContain('(The MIT License)');
  });
});

function ownLicence(path: string): string | undefined {
  const { license } = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
  return typeof license === 'object' ? license.type : license;
}

describe.each(programs)('THIRD_PARTY.txt of $name', ({ packages, notices }) => {
  it('names every package of which the program holds code, and no other', () => {
    expect(packages.length).toBeGreaterThan(2);
    const named = [...notices.matchAll(/^=+\n(\S+) (\S+) \((.+)\)\n=+$/gm)].map((match) => match.slice(1));
    const held = packages.map((path) => {
      const row = lock.get(path) as LockedPackage;
      return [nameOf(path, row), row.version, row.license];
    });
    expect(named).toEqual(held.toSorted());
  });

  it('has the text of each licence, whole, with who holds the rights', () => {
    for (const path of packages) {
      const texts = licenceTextsOf(join(ROOT, path));
      expect([path, texts.length > 0, texts.every((text) => notices.includes(text))]).toEqual([path, true, true]);
      expect([path, /copyright/i.test(texts.join())]).toEqual([path, true]);
    }
  });
});

describe('the comparison', () => {
  it.each<[string, boolean]>([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['GPL-3.0-only OR (MIT AND ISC)', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR ISC) AND GPL-3.0-only', false],
    ['GPL-2.0-only WITH Classpath-exception-2.0', false],
    ['MIT WITH Something', false],
    ['mit', false],
    ['MIT ISC', false],
    ['(MIT', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    ['', false],
  ])('of "%s" says %s', (expression, allowed) => {
    expect(isAllowed(expression, ['MIT', 'ISC'])).toBe(allowed);
  });

  it('finds a licence that is not listed, an exception whose licence changed, and one that nobody needs', () => {
    const planted = new Map<string, LockedPackage>([
      ['node_modules/a', { version: '1.0.0', license: 'GPL-3.0-only' }],
      ['node_modules/b', { version: '1.0.0', license: 'MPL-2.0' }],
      ['node_modules/c', { version: '1.0.0' }],
      ['node_modules/d-1', { version: '1.0.0', license: 'EPL-2.0' }],
    ]);
    const exceptions = {
      b: { licence: 'MPL-1.1', why: 'changed' },
      'd-*': { licence: 'EPL-2.0', why: 'kept' },
      e: { licence: 'MPL-2.0', why: 'gone' },
    };
    expect(findForeignLicences(planted, [...planted.keys()], { licences: ['MIT'], exceptions })).toEqual([
      'a 1.0.0: GPL-3.0-only',
      'b 1.0.0: MPL-2.0',
      'c 1.0.0: no licence',
      'b: is an exception for no package',
      'e: is an exception for no package',
    ]);
  });
});
