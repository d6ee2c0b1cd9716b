import { describe, expect, it } from 'vitest';
import { INSTALL_SCRIPTS } from './install-scripts.ts';
import { closureOf, isForeign, type LockedPackage, readLockfile, readManifests } from './lockfile.ts';
import {
  findInstallScripts,
  findManyMajors,
  findRanges,
  findStaleRows,
  findUnboundPackages,
} from './lockfile-policy.ts';
import { MANY_MAJORS } from './many-majors.ts';
import { SHIPPED } from './shipped.ts';

const lock = readLockfile();
const manifests = readManifests(lock);
const workspaces = SHIPPED.map(({ workspace }) => workspace);
const published = SHIPPED.filter(({ isPublished }) => isPublished).map(({ workspace }) => workspace);

describe('the lockfile', () => {
  it('binds every package of others to its bytes, and to no place', () => {
    expect([...lock].filter(([path, row]) => isForeign(path, row)).length).toBeGreaterThan(100);
    expect(findUnboundPackages(lock)).toEqual([]);
  });

  it('has exact versions of all that our packages name, and was made of those', () => {
    expect(manifests.size).toBeGreaterThan(5);
    expect(findRanges(manifests)).toEqual([]);
    expect(findStaleRows(lock, manifests)).toEqual([]);
  });

  it('has programs that run on installation only where the list says why they need not', () => {
    expect(findInstallScripts(lock, INSTALL_SCRIPTS)).toEqual([]);
  });

  it('has one major version of each package that is published, and two in rooms only as listed', () => {
    expect(findManyMajors(lock, closureOf(lock, published))).toEqual([]);
    expect(findManyMajors(lock, closureOf(lock, workspaces)).toSorted()).toEqual(Object.keys(MANY_MAJORS).toSorted());
  });
});

describe('the policy', () => {
  const integrity = `sha512-${'A'.repeat(86)}==`;
  const judge = (row: LockedPackage) => findUnboundPackages(new Map([['node_modules/a', row]]));

  it('takes a package that is bound', () => {
    expect(judge({ version: '1.2.3-rc.1', integrity })).toEqual([]);
  });

  it.each<[string, LockedPackage, string]>([
    ['no hash', { version: '1.0.0' }, 'SHA-512'],
    ['a hash of another kind', { version: '1.0.0', integrity: `sha1-${'A'.repeat(27)}=` }, 'SHA-512'],
    ['two hashes, one of them weak', { version: '1.0.0', integrity: `${integrity} sha1-x` }, 'SHA-512'],
    ['the address of a tarball', { version: '1.0.0', integrity, resolved: 'https://example.com/a.tgz' }, 'place'],
    ['a branch', { version: '1.0.0', integrity, resolved: 'git+ssh://git@example.com/a.git#1234' }, 'place'],
    ['a folder', { version: 'file:../a', integrity }, 'version'],
  ])('finds a package with %s', (_, row, fault) => {
    expect(judge(row)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    '^1.0.0',
    '~1.0.0',
    '1.x',
    '*',
    'latest',
    '>=1.0.0',
    'npm:a@^1.0.0',
    'github:a/b',
    'https://example.com/a.tgz',
  ])('finds %s in a package of ours', (range) => {
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      expect(findRanges(new Map([['sdk', { [kind]: { a: range } }]]))).toEqual([
        expect.stringContaining(`a is ${range}`),
      ]);
    }
  });

  it('finds a package of ours that asks for what the lockfile does not know, whatever the order', () => {
    const made = new Map([['sdk', { dependencies: { a: '1.0.0', b: '2.0.0' } }]]);
    expect(findStaleRows(made, new Map([['sdk', { dependencies: { b: '2.0.0', a: '1.0.0' } }]]))).toEqual([]);
    for (const other of [{ a: '1.0.1', b: '2.0.0' }, { a: '1.0.0' }, { a: '1.0.0', b: '2.0.0', c: '3.0.0' }]) {
      expect(findStaleRows(made, new Map([['sdk', { dependencies: other }]]))).toEqual([
        'sdk/package.json: the lockfile was made of another one',
      ]);
    }
  });

  it('finds a new program, and one that is listed and gone', () => {
    const planted = new Map([['node_modules/a', { hasInstallScript: true }]]);
    expect(findInstallScripts(planted, { 'node_modules/b': 'a reason' })).toEqual([
      expect.stringContaining('node_modules/a: would run'),
      expect.stringContaining('node_modules/b: is listed'),
    ]);
  });

  it('finds two majors, under whatever name they are installed, and none in two minors', () => {
    const planted = new Map<string, LockedPackage>([
      ['node_modules/a', { version: '10.0.0' }],
      ['node_modules/other', { name: 'a', version: '9.9.0' }],
      ['node_modules/b', { version: '1.0.0' }],
      ['node_modules/a/node_modules/b', { version: '1.9.0' }],
      ['node_modules/c', { version: '0.3.0' }],
      ['node_modules/a/node_modules/c', { version: '0.4.0' }],
    ]);
    expect(findManyMajors(planted, [...planted.keys()])).toEqual(['a 9 10', 'c 0.3 0.4']);
  });
});
