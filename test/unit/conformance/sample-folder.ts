import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderStore, writeEvidence } from '../../conformance/evidence/evidence-folder.ts';
import { writeReport } from '../../conformance/report/write-report.ts';
import { makeSample, type Sample } from './sample-report.ts';

export interface SampleFolder extends Sample {
  /** Holds `report.*` and `evidence/`. */
  readonly folder: string;
  readonly evidenceFolder: string;
  remove(): void;
}

/** The sample as a run writes it. */
export function writeSample(): SampleFolder {
  const sample = makeSample();
  const folder = mkdtempSync(join(tmpdir(), 'bauta-report-'));
  const evidenceFolder = join(folder, 'evidence');
  const store = createFolderStore(evidenceFolder);
  for (const [sha256, bytes] of sample.blobs) store.put(sha256, bytes);
  writeEvidence(evidenceFolder, sample.evidence);
  writeReport(folder, sample.report, sample.view);
  return { ...sample, folder, evidenceFolder, remove: () => rmSync(folder, { recursive: true }) };
}
