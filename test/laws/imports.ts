import { posix } from 'node:path';
import ts from 'typescript';
import type { Sources } from './sources.ts';

/** A part of the tree and what it may import (architecture.md, "Who may import whom"). The first that fits counts. */
interface Zone {
  readonly name: string;
  readonly path: RegExp;
  /** Other zones; its own files are always allowed. */
  readonly zones: readonly string[];
  /** Packages of others; undefined: any that its package.json names. */
  readonly packages?: readonly string[];
  /** May it import `node:` modules? */
  readonly node: boolean;
  /** It takes the SDK as strangers do, by its published name. */
  readonly isPublished?: boolean;
}

const SDK = [
  ...[
    'sdk/protocol',
    'sdk/client',
    'sdk/verifier',
    'sdk/log',
    'sdk/gate',
    'gate adapter',
    'sdk/config',
    'sdk/eu-wallet',
    'sdk/eu-wallet/site',
  ],
  'sdk/stores',
  'sdk/metrics',
];
/** Lets everyone in, so nothing that goes into production may know of it. */
const TEST_ISSUER = 'sdk/test-issuer';
const TRUSTED_LIST = 'services/trusted-list';
const ROOM = ['attester', 'issuer', 'wallet', 'phone', 'log', 'gateway', 'witness', 'provider'];
const PAGES = ROOM.map((room) => `pages of ${room}`);

const conformance = (
  part: string,
  path: RegExp,
  zones: readonly string[],
  packages: readonly string[],
  node = true,
) => ({
  name: `conformance: ${part}`,
  path,
  zones: zones.map((zone) => (/^(?!test$)[a-z]+$/.test(zone) ? `conformance: ${zone}` : zone)),
  packages,
  node,
  isPublished: true,
});
const ROBOTS_SDK = ['sdk/client', 'sdk/protocol', TEST_ISSUER];

/** The suite that judges everyone, ourselves too: what collects knows nothing of ours, what judges knows nothing but evidence. */
const CONFORMANCE: readonly Zone[] = [
  conformance('words', /^test\/conformance\/(text|exit-codes|suite)\.ts$/, [], [], false),
  conformance('evidence', /^test\/conformance\/evidence\//, ['words', 'reading'], ['fflate']),
  conformance('reading', /^test\/conformance\/reading\//, ['words', 'evidence'], ['parse5']),
  conformance('checks', /^test\/conformance\/checks\//, ['words', 'evidence', 'reading'], [], false),
  conformance(
    'verdict',
    /^test\/conformance\/(catalogue|verdict)\//,
    ['words', 'evidence', 'checks', 'spec/requirements'],
    [],
  ),
  conformance(
    'report',
    /^test\/conformance\/report\//,
    ['words', 'evidence', 'checks', 'verdict', 'sdk/gate'],
    ['@peculiar/asn1-cms', '@peculiar/asn1-schema', '@peculiar/asn1-tsp', 'sarif'],
  ),
  conformance('robots', /^test\/conformance\/robot\/robot\.ts$/, ['evidence'], [], false),
  conformance(
    'collect',
    /^test\/conformance\/collect\//,
    ['words', 'evidence', 'reading', 'robots'],
    ['playwright-core', 'axe-core'],
  ),
  conformance(
    'robot',
    /^test\/conformance\/robot\//,
    ['words', 'evidence', 'reading', 'robots', 'collect', ...ROBOTS_SDK],
    ['playwright-core'],
  ),
  conformance(
    'badgate',
    /^test\/conformance\/badgate\//,
    ['words', 'evidence', 'checks', 'verdict', 'collect', 'robot', 'commands', ...SDK, TEST_ISSUER, 'test'],
    ['hono', '@hono/node-server', 'express', 'playwright-core'],
  ),
  conformance(
    'commands',
    /^test\/conformance\/([a-z-]+\.(ts|mjs)$|commands\/|watch\/)/,
    ['words', 'evidence', 'reading', 'checks', 'verdict', 'report', 'robots', 'collect', 'robot'],
    ['esbuild', 'playwright-core'],
  ),
  { name: 'spec/requirements', path: /^spec\/requirements\//, zones: [], packages: [], node: false },
];

const ZONES: readonly Zone[] = [
  {
    name: 'build',
    path: /^(services\/gateway|test\/conformance)\/build\.mjs$/,
    zones: ['third party'],
    packages: ['esbuild'],
    node: true,
  },
  // The one file of the library that knows Node's own cryptography.
  {
    name: 'crypto for Node',
    path: /^sdk\/protocol\/crypto\/node\.ts$/,
    zones: ['sdk/protocol'],
    packages: [],
    node: true,
  },
  { name: 'sdk/protocol', path: /^sdk\/protocol\//, zones: [], packages: [], node: false },
  { name: 'sdk/client', path: /^sdk\/client\//, zones: ['sdk/protocol'], packages: [], node: false },
  { name: 'sdk/verifier', path: /^sdk\/verifier\//, zones: ['sdk/protocol'], packages: [], node: false },
  { name: 'sdk/log', path: /^sdk\/log\//, zones: ['sdk/protocol'], packages: [], node: false },
  {
    name: 'gate adapter',
    path: /^sdk\/gate\/(hono|express|next|worker|node(-[a-z]+)?)\.ts$/,
    zones: ['sdk/protocol', 'sdk/verifier', 'sdk/gate'],
    packages: ['hono', 'express', 'next'],
    node: true,
  },
  {
    name: 'sdk/gate',
    path: /^sdk\/gate\//,
    zones: ['sdk/protocol', 'sdk/log', 'sdk/verifier'],
    packages: [],
    node: false,
  },
  // A file that configures a gate: it knows the gate's rules and opens the store that the file names.
  {
    name: 'sdk/config',
    path: /^sdk\/config\//,
    zones: ['sdk/protocol', 'sdk/verifier', 'sdk/gate', 'sdk/log', 'sdk/stores'],
    packages: ['smol-toml'],
    node: true,
  },
  {
    name: 'sdk/metrics',
    path: /^sdk\/metrics\//,
    zones: ['sdk/protocol', 'sdk/verifier', 'sdk/gate'],
    packages: [],
    node: false,
  },
  {
    name: TEST_ISSUER,
    path: /^sdk\/test-issuer\//,
    zones: ['sdk/protocol', 'sdk/verifier', 'sdk/gate'],
    packages: [],
    node: false,
  },
  { name: 'exit codes', path: /^sdk\/exit-codes\.ts$/, zones: [], packages: [], node: false },
  {
    name: 'sdk/doctor',
    path: /^sdk\/doctor\//,
    zones: ['exit codes', 'sdk/protocol', 'sdk/verifier', 'sdk/gate', 'sdk/config', 'sdk/stores'],
    packages: [],
    node: true,
  },
  {
    name: 'sdk/operate',
    path: /^sdk\/operate\//,
    zones: ['exit codes', 'sdk/protocol', 'sdk/config', 'sdk/stores'],
    packages: [],
    node: true,
  },
  {
    name: 'bauta',
    path: /^sdk\/cli\.ts$/,
    zones: ['exit codes', 'sdk/config', 'sdk/doctor', 'sdk/operate'],
    packages: [],
    node: true,
  },
  // Direct acceptance at a site: it knows the gate, which knows nothing of it. The package's front door names both.
  {
    name: 'sdk/eu-wallet/site',
    path: /^sdk\/eu-wallet\/(site\/|index\.ts$)/,
    zones: ['sdk/protocol', 'sdk/gate', 'sdk/eu-wallet'],
    packages: ['qr'],
    node: false,
  },
  {
    name: 'sdk/eu-wallet',
    path: /^sdk\/eu-wallet\//,
    zones: ['sdk/protocol'],
    packages: ['cborg', 'jose', '@peculiar/asn1-schema', '@peculiar/asn1-x509'],
    node: true,
  },
  {
    name: 'sdk/stores',
    path: /^sdk\/stores\//,
    zones: ['sdk/protocol', 'sdk/verifier', 'sdk/gate', 'sdk/log'],
    packages: ['@photostructure/sqlite', 'redis', 'cloudflare:workers'],
    node: true,
  },
  {
    name: 'composition',
    path: /^services\/((node|[a-z-]+\/worker)\.ts$|workers\/(dev|deploy)\/)/,
    zones: [...SDK, ...ROOM, ...PAGES, 'services', 'demo-site', 'room of demo-site'],
    node: true,
  },
  // The demo site knows nothing of services: this is what gives it a store, a clock and a door.
  {
    name: 'room of demo-site',
    path: /^services\/demo-site\//,
    zones: [...SDK, TEST_ISSUER, 'knows', 'services', 'demo-site'],
    node: true,
  },
  { name: 'start', path: /^services\/start\.mjs$/, zones: [], packages: [], node: true },
  // The panel of the demonstration runs in browsers and is no room's: the pages of two rooms draw it alike.
  { name: 'knows', path: /^services\/knows\//, zones: ['sdk/protocol'], packages: [], node: false },
  ...ROOM.map((room) => ({
    name: `pages of ${room}`,
    path: new RegExp(`^services/${room}/pages?/`),
    zones: [...SDK, room, ...(room === 'wallet' ? ['knows'] : [])],
    node: false,
  })),
  ...ROOM.map((room) => ({
    name: room,
    path: new RegExp(`^services/${room}/`),
    zones: [
      ...SDK,
      `pages of ${room}`,
      ...(room === 'wallet' ? ['knows'] : []),
      ...(room === 'gateway' ? [TEST_ISSUER] : []),
      ...(room === 'attester' ? [TRUSTED_LIST] : []),
      'services',
    ],
    node: true,
  })),
  // XML and its signatures: the attester on Node stands on it, and nothing else.
  { name: TRUSTED_LIST, path: /^services\/trusted-list\//, zones: [...SDK, 'services'], node: true },
  // By hand, on what a room keeps. How a log lies on its disk and whom an issuer believes is theirs to say; no room knows of this.
  { name: 'admin', path: /^services\/admin\//, zones: [...SDK, 'services', 'log', 'issuer'], node: true },
  // What all rooms stand on: the frame at the top, and storage, keys, http.
  { name: 'services', path: /^services\//, zones: SDK, node: true },
  // What others start from: a file that they bring, on the SDK and on the types of the attester's own ways.
  {
    name: 'examples',
    path: /^spec\/examples\//,
    zones: [...SDK, 'services', 'attester'],
    packages: ['hono', '@hono/node-server', 'express', 'next'],
    node: true,
  },
  { name: 'demo-site', path: /^demo-site\//, zones: SDK, node: true },
  { name: '.ci', path: /^\.ci\//, zones: [], packages: [], node: true },
  // What bundles a published program also says whose code is in it. It is no part of the program.
  { name: 'third party', path: /^test\/supply-chain\/third-party\.mjs$/, zones: [], packages: [], node: true },
  ...CONFORMANCE,
  // The reference is made of what the code says of itself: it reads sources and documents, and runs no room.
  { name: 'words in markup', path: /^test\/figures\/escape-markup\.ts$/, zones: [], packages: [], node: false },
  {
    name: 'docs',
    path: /^test\/docs\/(?!site-links\.ts$|.+\.test\.ts$)/,
    zones: ['sdk/protocol', 'services', 'words in markup'],
    packages: ['typedoc'],
    node: true,
  },
  {
    name: 'test',
    path: /^test\//,
    zones: [
      ...SDK,
      TEST_ISSUER,
      'sdk/doctor',
      'sdk/operate',
      'exit codes',
      TRUSTED_LIST,
      'crypto for Node',
      ...ROOM,
      ...PAGES,
      'services',
      'admin',
      'composition',
      'knows',
      'demo-site',
      'room of demo-site',
      'third party',
      ...CONFORMANCE.map(({ name }) => name),
      'words in markup',
      'docs',
      'examples',
    ],
    node: true,
  },
];

/** Where the names of our own packages lead. */
const OURS = /^@bauta\/(sdk|services|demo-site|test)(?:\/(.+))?$/;

/** An import as written, and the file it leads to when it is one of ours. */
interface Import {
  readonly specifier: string;
  readonly target?: string;
}

function zoneOf(path: string): Zone | undefined {
  return ZONES.find((zone) => zone.path.test(path));
}

/** Every import of a file: static, dynamic, of types, and re-exports. */
function importsOf(file: string, sources: Sources): readonly Import[] {
  const { importedFiles } = ts.preProcessFile(sources.get(file) ?? '', true, true);
  return importedFiles.flatMap(({ fileName: specifier }): Import[] => {
    if (specifier.startsWith('.')) {
      return [{ specifier, target: posix.normalize(posix.join(posix.dirname(file), specifier)) }];
    }
    if (specifier === '#crypto') {
      return ['node', 'web'].map((body) => ({ specifier, target: `sdk/protocol/crypto/${body}.ts` }));
    }
    const named = OURS.exec(specifier);
    if (!named) return [{ specifier }];
    const path = `${named[1]}/${named[2] ?? ''}`;
    const target = [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => sources.has(candidate)) ?? path;
    return [{ specifier, target }];
  });
}

function judge(file: string, zone: Zone, { specifier, target }: Import): string | undefined {
  if (target === undefined) {
    if (specifier.startsWith('node:')) return zone.node ? undefined : `${zone.name} imports no ${specifier}`;
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    return zone.packages === undefined || zone.packages.includes(name) ? undefined : `${zone.name} imports no ${name}`;
  }
  const other = zoneOf(target);
  if (other === undefined) return `${target} belongs to no part of the tree`;
  const isBody = specifier === '#crypto';
  const isOwn = other === zone || (other.name === 'crypto for Node' && isBody);
  if (!isOwn && !zone.zones.includes(other.name)) return `${zone.name} imports nothing from ${other.name}`;
  const [from] = file.split('/');
  const [to] = target.split('/');
  const isRelative = specifier.startsWith('.');
  if (isRelative && from !== to && to === 'sdk' && (from !== 'test' || zone.isPublished))
    return 'the SDK is imported by its published name';
  if (!isRelative && !isBody && from === to) return 'a package imports its own files by relative paths';
  return undefined;
}

/** A line for each import that the table does not allow. */
export function findForbiddenImports(sources: Sources): readonly string[] {
  const faults: string[] = [];
  for (const file of sources.keys()) {
    const zone = zoneOf(file);
    if (zone === undefined) {
      faults.push(`${file}: belongs to no part of the tree`);
      continue;
    }
    for (const imported of importsOf(file, sources)) {
      const fault = judge(file, zone, imported);
      if (fault !== undefined) faults.push(`${file}: ${imported.specifier}: ${fault}`);
    }
  }
  return faults;
}

/** A line for each circle of imports, types included. */
export function findImportCycles(sources: Sources): readonly string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const { target } of importsOf(file, sources)) {
      if (target !== undefined && sources.has(target)) visit(target, [...path, file]);
    }
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return circles;
}
