import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  blobPath,
  EVIDENCE_FILE,
  type EvidenceFiles,
  HAR_FILE,
  inOrder,
  isEvidencePath,
  MANIFEST_FILE,
} from './evidence-files.ts';
import { formatEvidence } from './evidence-json.ts';
import { formatHar } from './har.ts';
import { formatManifest, makeManifest } from './manifest.ts';
import type { Evidence } from './observation.ts';
import type { BlobStore } from './recorder.ts';
import { RefusedEvidence } from './refused-evidence.ts';

/** Keeps bytes in `blobs/` of the folder from the moment they are seen, so that a run that was broken off loses none. */
export function createFolderStore(folder: string): BlobStore {
  mkdirSync(join(folder, 'blobs'), { recursive: true });
  return {
    put(sha256, bytes) {
      const path = join(folder, blobPath(sha256));
      if (!existsSync(path)) writeFileSync(path, bytes);
    },
    get: (sha256) => readIn(folder, blobPath(sha256)),
  };
}

/** Writes `evidence.json`, `traffic.har` and, last, `manifest.json` beside the blobs that the folder's store has written. */
export function writeEvidence(folder: string, evidence: Evidence): void {
  const store = createFolderStore(folder);
  writeFileSync(join(folder, EVIDENCE_FILE), formatEvidence(evidence));
  writeFileSync(join(folder, HAR_FILE), formatHar(evidence, store.get));
  writeFileSync(join(folder, MANIFEST_FILE), formatManifest(makeManifest(filesOfFolder(folder))));
}

/** Everything in the folder, whatever it is called. */
export function filesOfFolder(folder: string): EvidenceFiles {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const strange = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (strange !== undefined) {
    throw new RefusedEvidence({
      en: `${strange.name} is neither a file nor a folder`,
      fr: `${strange.name} n’est ni un fichier ni un dossier`,
    });
  }
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relativePath(folder, entry));
  return { paths: paths.toSorted(inOrder), read: (path) => readIn(folder, path) };
}

function relativePath(folder: string, entry: { readonly parentPath: string; readonly name: string }): string {
  return join(entry.parentPath, entry.name)
    .slice(join(folder, 'x').length - 1)
    .replaceAll('\\', '/');
}

/** A manifest may name any path: none is followed out of the folder. */
function readIn(folder: string, path: string): Uint8Array {
  if (isEvidencePath(path) || !/(^|\/)\.\.(\/|$)|^\/|\\|:/.test(path)) {
    try {
      return readFileSync(join(folder, path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new RefusedEvidence({ en: `${path} is missing`, fr: `${path} manque` });
}
