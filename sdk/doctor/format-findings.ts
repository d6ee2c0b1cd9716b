import type { Finding } from './finding.ts';
import type { Examined } from './run-doctor.ts';

/** What the doctor's command ends with. */
export const DOCTOR_EXIT = { ok: 0, fault: 1, unknown: 2, usage: 3 } as const;

/** A fault counts more than what could not be judged; what somebody should look at does not count. */
export function exitCodeOf(examined: readonly Examined[]): number {
  const verdicts = examined.flatMap(({ findings }) => findings.map(({ verdict }) => verdict));
  if (verdicts.includes('fault')) return DOCTOR_EXIT.fault;
  return verdicts.includes('unknown') ? DOCTOR_EXIT.unknown : DOCTOR_EXIT.ok;
}

/** For a terminal without colour: a line for each finding, and below it where and what to change. */
export function formatFindings(examined: readonly Examined[]): string {
  return examined
    .map(({ target, findings }) => {
      const lines = findings.flatMap((finding) => [
        `  ${finding.verdict.padEnd(8)}${finding.check.padEnd(14)}${finding.sentence}`,
        ...writeFix(target, finding),
      ]);
      return [target, ...lines, ''].join('\n');
    })
    .join('\n');
}

function writeFix(target: string, { fix, line, setting }: Finding): readonly string[] {
  if (fix === undefined) return [];
  const isFile = !/^https?:/.test(target);
  const place =
    line !== undefined ? `${target}:${line}` : setting !== undefined && `${isFile ? target : 'option'} ${setting}`;
  return [`${' '.repeat(24)}→ ${place ? `${place}: ` : ''}${fix}`];
}

/** The same as one line of JSON. */
export function formatFindingsAsJson(examined: readonly Examined[]): string {
  return `${JSON.stringify({ version: 1, exit: exitCodeOf(examined), examined })}\n`;
}
