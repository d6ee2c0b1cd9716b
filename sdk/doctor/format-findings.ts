import { EXIT } from '../exit-codes.ts';
import type { Finding } from './finding.ts';
import type { Examined } from './run-doctor.ts';

/** A fault counts more than what could not be judged; what somebody should look at does not count. */
export function exitCodeOf(examined: readonly Examined[]): number {
  const verdicts = examined.flatMap(({ findings }) => findings.map(({ verdict }) => verdict));
  if (verdicts.includes('fault')) return EXIT.didNotHold;
  return verdicts.includes('unknown') ? EXIT.inconclusive : EXIT.held;
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
