import { unzipSync, type Zippable, zipSync } from 'fflate';
import { EVIDENCE_FILE, type EvidenceFiles, inOrder, isEvidencePath } from './evidence-files.ts';
import { RefusedEvidence } from './refused-evidence.ts';

/** Bytes of an archive, and of all its files together once unpacked. */
export const MOST_BYTES: number = 512 * 1024 * 1024;
const MOST_FILES = 100_000;
/** What the classic form of an archive can count. Beyond it entries would be lost without a word. */
const MOST_WRITTEN = 65_535;

/** Dates of files in an archive say nothing; with a fixed one the same files give the same archive. By the archive's own clock, which has no zone. */
const FIXED_DATE = '1980-01-01T00:00:00';
const PREFIX = 'evidence/';
/** Other tools write them as entries of their own. */
const FOLDERS: readonly string[] = [PREFIX, `${PREFIX}blobs/`, 'blobs/'];

/** The files as a `.zip` with the one folder `evidence/`. The same files give the same bytes. @throws RefusedEvidence for more files than an archive counts */
export function writeArchive(files: EvidenceFiles): Uint8Array {
  if (files.paths.length > MOST_WRITTEN) throw tooMuch(MOST_WRITTEN);
  const entries: Zippable = {};
  for (const path of files.paths.toSorted(inOrder)) {
    entries[`${PREFIX}${path}`] = [files.read(path), { mtime: FIXED_DATE, level: 6, os: 3, attrs: 0o100644 << 16 }];
  }
  return zipSync(entries);
}

/**
 * Reads a `.zip` of evidence, in which nothing else may lie: with the folder `evidence/` around it, or without.
 * Nothing is written to a disk. @throws RefusedEvidence
 */
export function filesOfArchive(archive: Uint8Array): EvidenceFiles {
  checkSize(archive.length);
  const unpacked = unpack(archive);
  const paths = [...unpacked.keys()].toSorted(inOrder);
  return {
    paths,
    read(path) {
      const bytes = unpacked.get(path);
      if (bytes === undefined) throw new RefusedEvidence({ en: `${path} is missing`, fr: `${path} manque` });
      return bytes;
    },
  };
}

/** @throws RefusedEvidence for more bytes than evidence may have */
export function checkSize(bytes: number): void {
  if (bytes > MOST_BYTES) throw tooMuch();
}

function unpack(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const seen = new Set<string>();
  let bytes = 0;
  let entries: ReturnType<typeof unzipSync>;
  try {
    entries = unzipSync(archive, {
      filter({ name, size, originalSize, compression }) {
        // What is stored as it is takes `size`, whatever it says of itself; what is packed is never let grow beyond `originalSize`.
        bytes += compression === 0 ? size : originalSize;
        checkSize(bytes);
        if (seen.size >= MOST_FILES) throw tooMuch();
        if (seen.has(name)) throw strangeEntry(name);
        seen.add(name);
        if (FOLDERS.includes(name)) return false;
        if (!isEvidencePath(stripPrefix(name))) throw strangeEntry(name);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof RefusedEvidence) throw error;
    throw new RefusedEvidence({
      en: 'the archive cannot be unpacked: it is no .zip, or it is damaged',
      fr: 'l’archive ne peut pas être ouverte\u00a0: ce n’est pas un .zip, ou elle est abîmée',
    });
  }
  const unpacked = new Map(Object.entries(entries).map(([name, content]) => [stripPrefix(name), content]));
  if (unpacked.size !== Object.keys(entries).length) throw strangeEntry(EVIDENCE_FILE);
  return unpacked;
}

const stripPrefix = (name: string): string => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);

function tooMuch(files: number = MOST_FILES): RefusedEvidence {
  return new RefusedEvidence({
    en: `the archive is larger than evidence may be (${MOST_BYTES / 1024 / 1024} MiB, ${files.toLocaleString('en')} files)`,
    fr: `l’archive dépasse la taille admise (${MOST_BYTES / 1024 / 1024}\u00a0Mio, ${files.toLocaleString('fr')} fichiers)`,
  });
}

/** The name is not repeated as it stands: it comes from outside, and goes to a terminal. */
function strangeEntry(name: string): RefusedEvidence {
  const shown = JSON.stringify(name.slice(0, 100));
  return new RefusedEvidence({
    en: `the archive holds ${shown}, which is no part of evidence, or is there twice`,
    fr: `l’archive contient ${shown}, qui n’est pas une pièce attendue, ou y figure deux fois`,
  });
}
