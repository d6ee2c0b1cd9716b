import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileModeOf } from '@bauta/sdk/config';
import type { Finding } from '../../../sdk/doctor/finding.ts';
import { exitCodeOf } from '../../../sdk/doctor/format-findings.ts';
import { createNetwork } from '../../../sdk/doctor/network.ts';
import { type DoctorGiven, type Examined, runDoctor } from '../../../sdk/doctor/run-doctor.ts';

/** The doctor's verdict on targets, from inside of this process. */
export async function examine(
  targets: readonly string[],
  more: Partial<DoctorGiven> = {},
): Promise<{ readonly exit: number; readonly all: readonly Finding[]; readonly examined: readonly Examined[] }> {
  const examined = await runDoctor(targets, {
    network: createNetwork({ now: Date.now }),
    now: () => Math.floor(Date.now() / 1000),
    random: () => randomBytes(8).toString('hex'),
    env: {},
    readFile: (path, from = '.') => readFileSync(resolve(from, path), 'utf8'),
    modeOf: (path, from = '.') => fileModeOf(resolve(from, path)),
    ...more,
  });
  return { exit: exitCodeOf(examined), all: examined.flatMap(({ findings }) => findings), examined };
}

/** `check: sentence` of each finding of that verdict. */
export function linesOf(findings: readonly Finding[], verdict: Finding['verdict']): readonly string[] {
  return findings.filter((one) => one.verdict === verdict).map(({ check, sentence }) => `${check}: ${sentence}`);
}
