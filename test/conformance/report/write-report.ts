import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceView } from '../evidence/view.ts';
import type { Report } from '../verdict/report.ts';
import { renderHtml } from './html/render-html.ts';
import { formatReport } from './json.ts';
import { formatJunit } from './junit.ts';
import { formatSarif } from './sarif.ts';

type Format = (report: Report, view: EvidenceView) => string;

/** Every form of a report, by its file's name. */
const FORMATS = {
  'report.fr.html': (report, view) => renderHtml(report, view, 'fr'),
  'report.en.html': (report, view) => renderHtml(report, view, 'en'),
  'report.json': formatReport,
  'report.junit.xml': formatJunit,
  'report.sarif.json': formatSarif,
} as const satisfies Readonly<Record<string, Format>>;

export type ReportFile = keyof typeof FORMATS;
export const REPORT_FILES = Object.keys(FORMATS) as readonly ReportFile[];

export interface WriteOptions {
  /** All unless given. */
  readonly only?: readonly ReportFile[];
}

/** Writes the report into a folder, which is made where it is not there; files of the same names are replaced. @returns their paths */
export function writeReport(
  folder: string,
  report: Report,
  view: EvidenceView,
  { only = REPORT_FILES }: WriteOptions = {},
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return only.map((name) => {
    const path = join(folder, name);
    const format: Format = FORMATS[name];
    writeFileSync(path, format(report, view));
    return path;
  });
}
