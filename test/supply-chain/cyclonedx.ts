import { createHash } from 'node:crypto';
import { closureOf, isForeign, type LockedPackage, type Lockfile, nameOf, needsOf } from './lockfile.ts';
import type { Shipped } from './shipped.ts';

/** How a part comes with the whole: in its own file, or beside it. */
type Form = 'bundled' | 'installed';

/** Of the CycloneDX 1.6 component, what is written here. */
interface Component {
  readonly type: 'library' | 'application';
  /** The same as its purl. */
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly scope?: 'required' | 'optional';
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
  readonly licenses?: readonly ({ readonly license: { readonly id: string } } | { readonly expression: string })[];
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** A CycloneDX 1.6 document, as far as it is written here. */
export interface BillOfMaterials {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** What a bundle holds beside its own code, as folders of the lockfile. */
export type Held = readonly string[];

/**
 * The parts of something shipped. The same lockfile and bundle give the same bytes: no time, and a serial number that is
 * made of the content.
 * @param held rows of the lockfile of which its bundle holds code
 */
export function listParts(lock: Lockfile, { workspace, build }: Shipped, held: Held): BillOfMaterials {
  const installed = closureOf(lock, [workspace]).filter((path) => path !== workspace);
  const required = new Set([...closureOf(lock, [workspace], 'required'), ...held]);
  const forms = new Map<string, Form>([
    ...installed.map((path): [string, Form] => [path, 'installed']),
    ...held.map((path): [string, Form] => [path, 'bundled']),
  ]);
  const refs = new Map([workspace, ...forms.keys()].map((path) => [path, purlOf(path, rowAt(lock, path))]));
  const components = new Map<string, Component>();
  const edges = new Map<string, Set<string>>();
  const join = (from: string, to: readonly string[]): void => {
    const ref = refs.get(from) as string;
    const found = to.flatMap((path) => refs.get(path) ?? []).filter((other) => other !== ref);
    edges.set(ref, new Set([...(edges.get(ref) ?? []), ...found]));
  };
  for (const [path, form] of [...forms].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const component = componentOf(path, rowAt(lock, path), form, required.has(path));
    const same = components.get(component.purl);
    // The same version in two folders is one part; needed once is needed.
    components.set(component.purl, same?.scope === 'required' ? same : component);
    join(path, needsOf(lock, path));
  }
  const led = new Set(held.flatMap((path) => needsOf(lock, path)));
  join(workspace, [...needsOf(lock, workspace), ...held.filter((path) => !led.has(path))]);
  const parts = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: wholeOf(workspace, rowAt(lock, workspace), build !== undefined) },
    components: [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1)),
    dependencies: [...edges]
      .map(([ref, to]) => ({ ref, dependsOn: [...to].sort() }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  } as const;
  return { $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', serialNumber: serialOf(parts), ...parts };
}

function rowAt(lock: Lockfile, path: string): LockedPackage {
  const row = lock.get(path);
  if (!row) throw new Error(`package-lock.json has no ${path}`);
  return row;
}

function purlOf(path: string, row: LockedPackage): string {
  return `pkg:npm/${nameOf(path, row).replace('@', '%40')}@${row.version}`;
}

function wholeOf(path: string, row: LockedPackage, isProgram: boolean): Component {
  return { type: isProgram ? 'application' : 'library', ...namesOf(path, row) };
}

function componentOf(path: string, row: LockedPackage, form: Form, isRequired: boolean): Component {
  const hash = isForeign(path, row) ? Buffer.from((row.integrity ?? '').slice('sha512-'.length), 'base64') : undefined;
  return {
    type: 'library',
    ...namesOf(path, row),
    scope: isRequired ? 'required' : 'optional',
    ...(hash ? { hashes: [{ alg: 'SHA-512', content: hash.toString('hex') }] } : {}),
    properties: [{ name: 'bauta:form', value: form }],
  };
}

function namesOf(path: string, row: LockedPackage) {
  const purl = purlOf(path, row);
  const { license, version = '' } = row;
  const isExpression = /[ (]/.test(license ?? '');
  return {
    'bom-ref': purl,
    name: nameOf(path, row),
    version,
    ...(license ? { licenses: [isExpression ? { expression: license } : { license: { id: license } }] } : {}),
    purl,
  } as const;
}

/** A UUID of version 8 of the first bytes of a SHA-256. */
function serialOf(content: object): string {
  const bytes = createHash('sha256').update(JSON.stringify(content)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return `urn:uuid:${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
