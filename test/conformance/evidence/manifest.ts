import { type EvidenceFiles, formatJson, inOrder, MANIFEST_FILE, sha256Of } from './evidence-files.ts';
import { RefusedEvidence } from './refused-evidence.ts';
import { arrayOf, constant, count, digest, object, readShape, text } from './shape.ts';

export interface ManifestEntry {
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** `manifest.json`: every other file of the evidence, sorted by path. What is signed is its digest. */
export interface Manifest {
  readonly schema: 'urn:bauta:schema:evidence-manifest:1';
  readonly files: readonly ManifestEntry[];
}

/** How a file departs from the manifest. */
export interface FileFault {
  readonly path: string;
  readonly kind: 'missing' | 'extra' | 'changed';
}

const SCHEMA = 'urn:bauta:schema:evidence-manifest:1';
const SHAPE = object({
  schema: constant(SCHEMA),
  files: arrayOf(object({ path: text, sha256: digest, bytes: count })),
});

export function makeManifest(files: EvidenceFiles): Manifest {
  const paths = files.paths.filter((path) => path !== MANIFEST_FILE).toSorted(inOrder);
  const entries = paths.map((path) => {
    const bytes = files.read(path);
    return { path, sha256: sha256Of(bytes), bytes: bytes.length };
  });
  return { schema: SCHEMA, files: entries };
}

export const formatManifest = (manifest: Manifest): string => formatJson(manifest);

/** @throws RefusedEvidence */
function parseManifest(bytes: Uint8Array): Manifest {
  const manifest = readShape<Manifest>(SHAPE, bytes, MANIFEST_FILE);
  const paths = manifest.files.map(({ path }) => path);
  if (paths.some((path, i) => i > 0 && inOrder(paths[i - 1] as string, path) >= 0)) {
    throw new RefusedEvidence({
      en: `${MANIFEST_FILE}: its files are not in order, or one is named twice`,
      fr: `${MANIFEST_FILE}\u00a0: ses fichiers ne sont pas dans l’ordre, ou l’un d’eux y figure deux fois`,
    });
  }
  return manifest;
}

/** Reads every file. Empty when all are as the manifest says, and no other is there. @throws RefusedEvidence without a manifest that can be read */
export function verifyFiles(files: EvidenceFiles): readonly FileFault[] {
  const named = new Map(parseManifest(files.read(MANIFEST_FILE)).files.map((entry) => [entry.path, entry]));
  const there = new Set(files.paths);
  const faults: FileFault[] = [];
  for (const { path, sha256, bytes } of named.values()) {
    if (!there.has(path)) faults.push({ path, kind: 'missing' });
    else if (!isSame(files.read(path), sha256, bytes)) faults.push({ path, kind: 'changed' });
  }
  for (const path of files.paths) {
    if (path !== MANIFEST_FILE && !named.has(path)) faults.push({ path, kind: 'extra' });
  }
  return faults.toSorted((one, other) => inOrder(one.path, other.path));
}

const isSame = (found: Uint8Array, sha256: string, bytes: number): boolean =>
  found.length === bytes && sha256Of(found) === sha256;
