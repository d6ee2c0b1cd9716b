import { readFileSync, statSync } from 'node:fs';
import { checkSize, filesOfArchive } from './archive.ts';
import { blobPath, EVIDENCE_FILE, type EvidenceFiles, sha256Of } from './evidence-files.ts';
import { filesOfFolder } from './evidence-folder.ts';
import { parseEvidence } from './evidence-json.ts';
import { type FileFault, verifyFiles } from './manifest.ts';
import type { Evidence } from './observation.ts';
import { RefusedEvidence } from './refused-evidence.ts';
import { type EvidenceView, type ReadBlob, viewEvidence } from './view.ts';

export interface OpenedEvidence {
  readonly evidence: Evidence;
  /** SHA-256 of `evidence.json`, hexadecimal. */
  readonly digest: string;
  /** Bytes are checked against their digest when they are read. */
  readonly view: EvidenceView;
  readonly files: EvidenceFiles;
  /** Reads all files and compares them with the manifest. @throws RefusedEvidence when there is none */
  verify(): readonly FileFault[];
}

/** @param path of a folder `evidence/`, or of a `.zip` of one. @throws RefusedEvidence */
export function openEvidence(path: string): OpenedEvidence {
  return readEvidence(filesAt(path));
}

/** @throws RefusedEvidence */
export function readEvidence(files: EvidenceFiles): OpenedEvidence {
  const bytes = files.read(EVIDENCE_FILE);
  const evidence = parseEvidence(bytes);
  return {
    evidence,
    digest: sha256Of(bytes),
    view: viewEvidence(evidence, readBlobs(files)),
    files,
    verify: () => verifyFiles(files),
  };
}

function filesAt(path: string): EvidenceFiles {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return filesOfFolder(path);
  if (found?.isFile()) {
    checkSize(found.size);
    return filesOfArchive(readFileSync(path));
  }
  throw new RefusedEvidence({
    en: `${path}: there is no folder and no archive of that name`,
    fr: `${path}\u00a0: aucun dossier ni archive de ce nom`,
  });
}

function readBlobs(files: EvidenceFiles): ReadBlob {
  const checked = new Map<string, Uint8Array>();
  return (sha256) => {
    const known = checked.get(sha256);
    if (known !== undefined) return known;
    const bytes = files.read(blobPath(sha256));
    if (sha256Of(bytes) !== sha256) {
      throw new RefusedEvidence({
        en: `${blobPath(sha256)} has been changed: its content has another digest than its name`,
        fr: `${blobPath(sha256)} a été modifié\u00a0: l’empreinte de son contenu n’est pas celle de son nom`,
      });
    }
    checked.set(sha256, bytes);
    return bytes;
  };
}
