// Plain Node: the builds of the published programs run it before there is a loader for TypeScript.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const MODULES = 'node_modules/';
const LICENCE = /^(licen[cs]e|copying|notice|copyright)/i;
const PREFACE =
  'The program beside this file holds code of others, listed here with the licence of each. The licence of the program\nitself is named in its package.json.\n';

/** See third-party.d.mts. */
export function foldersIn({ outputs }, folder, root) {
  const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const held = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const paths = held.map((path) => relative(root, resolve(folder, path)).split(sep).join('/'));
  const packages = paths.filter((path) => path.includes(MODULES)).map(packageOf);
  return [...new Set(packages)].sort();
}

/** `node_modules/@a/b/dist/c.js` → `node_modules/@a/b` */
function packageOf(path) {
  const at = path.lastIndexOf(MODULES) + MODULES.length;
  const [scope, name] = path.slice(at).split('/');
  return path.slice(0, at) + (scope.startsWith('@') ? `${scope}/${name}` : scope);
}

/** See third-party.d.mts. */
export function licenceTextsOf(folder) {
  return readdirSync(folder)
    .filter((name) => LICENCE.test(name) && !/\.[cm]?[jt]s$/.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

function formatPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = licenceTextsOf(folder);
  if (texts.length === 0) throw new Error(`${name} ${version} is bundled and brings no text of its licence`);
  return `${'='.repeat(78)}\n${name} ${version} (${license})\n${'='.repeat(78)}\n\n${texts.join('\n\n')}\n`;
}

/** See third-party.d.mts. */
export function writeThirdParty(metafile, folder, root, program) {
  const packages = foldersIn(metafile, folder, root)
    .map((path) => formatPackage(join(root, path)))
    .sort();
  writeFileSync(join(dirname(program), 'THIRD_PARTY.txt'), [PREFACE, ...packages].join('\n'));
}
