import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../laws/sources.ts';
import { findForbiddenWords } from '../laws/words.ts';
import { bundle } from './bundled.ts';
import type { BillOfMaterials } from './cyclonedx.ts';
import { listParts } from './cyclonedx.ts';
import { formatParts, listPartsOf } from './list-parts.ts';
import { closureOf, isForeign, type LockedPackage, nameOf, readLockfile } from './lockfile.ts';
import { SHIPPED, type Shipped } from './shipped.ts';

const require = createRequire(import.meta.url);
const lock = readLockfile();
const nameAt = (path: string): string => {
  const row = lock.get(path) as LockedPackage;
  return `${nameOf(path, row)}@${row.version}`;
};
const labelsOf = ({ components }: BillOfMaterials) => components.map(({ name, version }) => `${name}@${version}`);
const formsOf = ({ components }: BillOfMaterials, form: string) =>
  components
    .filter(({ properties }) => properties?.[0]?.value === form)
    .map(({ name, version }) => `${name}@${version}`);

/** The standard's own schema, with those that it names. */
function compileSchema() {
  const root = dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json'));
  const fileOf = (name: string): string => `${name}.SNAPSHOT.schema.json`;
  const read = (name: string) => JSON.parse(readFileSync(join(root, 'res/schema', fileOf(name)), 'utf8'));
  // Formats are those of addresses and of times, of which the documents have none.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(read(name), `http://cyclonedx.org/schema/${fileOf(name)}`);
  return ajv.compile(read('bom-1.6'));
}
const isCycloneDx = compileSchema();

/** What `npm run sbom` writes, by file. */
const folder = mkdtempSync(join(tmpdir(), 'bauta-sbom-'));
afterAll(() => rmSync(folder, { recursive: true }));
const runCli = (...args: readonly string[]) =>
  spawnSync(
    process.execPath,
    ['--conditions=bauta-source', '--import', 'tsx', 'test/supply-chain/sbom-cli.ts', ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
    },
  );

describe('npm run sbom', () => {
  beforeAll(() => {
    const { status, stderr } = runCli('--out', folder);
    if (status !== 0) throw new Error(stderr);
  }, 60_000);

  it('writes one document for each package and for the rooms', () => {
    expect(readdirSync(folder).toSorted()).toEqual(SHIPPED.map(({ name }) => `${name}.cdx.json`).toSorted());
  });

  it.each(SHIPPED)('writes the same bytes again, in another time zone and language: $name', (shipped) => {
    expect(readFileSync(join(folder, `${shipped.name}.cdx.json`), 'utf8')).toBe(
      formatParts(listPartsOf(lock, shipped)),
    );
  });

  it('says how it is called, and ends with 3, when it is called otherwise', () => {
    for (const args of [[], ['nobody'], ['sdk', 'gateway'], ['--quick']]) {
      const { status, stdout, stderr } = runCli(...args);
      expect([args, status, stdout, stderr]).toEqual([
        args,
        3,
        '',
        expect.stringContaining('npm run sbom -- --out DIR'),
      ]);
    }
  });
});

describe.each(SHIPPED)('the parts of $name', (shipped: Shipped) => {
  const parts = listPartsOf(lock, shipped);

  it('are a CycloneDX 1.6 document, by the standard’s own schema', () => {
    isCycloneDx(parts);
    expect(isCycloneDx.errors).toBeNull();
  });

  it('have one entry each, with purl, version and, where others published it, the hash of its bytes', () => {
    expect(new Set(labelsOf(parts)).size).toBe(parts.components.length);
    for (const { name, version, purl, hashes } of parts.components) {
      expect(purl).toBe(`pkg:npm/${encodeURIComponent(name).replace('%2F', '/')}@${version}`);
      expect([name, hashes?.[0]?.content.length]).toEqual([name, name.startsWith('@bauta/') ? undefined : 128]);
    }
  });

  it('lead from the whole to every part, and nowhere else', () => {
    const edges = new Map(parts.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const reached = new Set<string>();
    const walk = (ref: string): void => {
      if (reached.has(ref)) return;
      reached.add(ref);
      for (const next of edges.get(ref) ?? []) walk(next);
    };
    walk(parts.metadata.component['bom-ref']);
    const all = [parts.metadata.component, ...parts.components].map((part) => part['bom-ref']);
    expect([...reached].toSorted()).toEqual(all.toSorted());
    expect([...edges.keys()].toSorted()).toEqual(all.toSorted());
  });

  it('name no registry, no machine and no time', () => {
    const text = formatParts(parts);
    expect(findForbiddenWords(new Map([['parts.json', text]]))).toEqual([]);
    expect(text).not.toMatch(/https?:(?!\/\/cyclonedx\.org\/schema\/)|resolved|timestamp|node_modules|\b20\d\d-\d\d/);
    for (const own of [ROOT, tmpdir(), `"${hostname()}"`]) expect(text).not.toContain(own);
  });

  it('hold everything that the lockfile says it needs when it runs', () => {
    const needed = closureOf(lock, [shipped.workspace]).filter((path) => path !== shipped.workspace);
    expect(labelsOf(parts)).toEqual(expect.arrayContaining(needed.map(nameAt)));
  });
});

describe.each(SHIPPED.filter(({ build }) => build))('the parts of the program $name', (shipped) => {
  it('hold everything that its bundle holds, and say so', () => {
    const { packages } = bundle(shipped.build as string);
    const held = formsOf(listPartsOf(lock, shipped), 'bundled');
    expect(held.toSorted()).toEqual([nameAt('sdk'), ...packages.map(nameAt)].toSorted());
  });
});

describe('against npm’s own list', { timeout: 60_000 }, () => {
  it('the gateway is installed with the same packages', () => {
    const args = [
      'sbom',
      '--sbom-format=cyclonedx',
      '--package-lock-only',

      '--offline',
      '-w',
      '@bauta/gateway',
    ];
    const { stdout } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
    const { components } = JSON.parse(stdout) as { readonly components: readonly { readonly purl: string }[] };
    const theirs = components.map(({ purl }) => purl).filter((purl) => !purl.includes('%40bauta/'));
    const [, gateway] = SHIPPED;
    const ours = listParts(lock, gateway as Shipped, []).components.map(({ purl }) => purl);
    expect(theirs.length).toBeGreaterThan(5);
    expect(ours).toEqual(theirs.toSorted());
  });
});

it('a lockfile row of others is never taken for ours', () => {
  const foreign = [...lock].filter(([path, row]) => isForeign(path, row)).map(([path, row]) => nameOf(path, row));
  expect(foreign.filter((name) => name.startsWith('@bauta/'))).toEqual([]);
});
