import { formatJson } from '../evidence/evidence-files.ts';
import type { Report } from '../verdict/report.ts';

/** `report.json`, of the shape of `spec/conformance-report.schema.json`. The same report gives the same bytes. */
export const formatReport = (report: Report): string => formatJson(report);
