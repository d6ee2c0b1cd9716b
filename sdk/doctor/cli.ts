#!/usr/bin/env node
// The doctor as a program: `npx @bauta/sdk doctor [URL | bauta.toml]... [--json]`.
// The one file here that knows the process, its environment and the machine's clock.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileModeOf } from '../config/index.ts';
import { parseDoctorFlags, USAGE } from './flags.ts';
import { DOCTOR_EXIT, exitCodeOf, formatFindings, formatFindingsAsJson } from './format-findings.ts';
import { createNetwork } from './network.ts';
import { runDoctor } from './run-doctor.ts';

/** Milliseconds after which a check says that it is still at work. */
const PATIENCE = 1000;

async function main(): Promise<number> {
  const flags = parseDoctorFlags(process.argv.slice(2));
  if (flags.help || flags.faults.length > 0) {
    const stream = flags.help ? process.stdout : process.stderr;
    stream.write([...flags.faults.map((line) => `${line}\n`), USAGE].join('\n'));
    return flags.help ? DOCTOR_EXIT.ok : DOCTOR_EXIT.usage;
  }
  let timer: NodeJS.Timeout | undefined;
  const examined = await runDoctor(flags.targets, {
    network: createNetwork({ now: Date.now }),
    now: () => Math.floor(Date.now() / 1000),
    random: () => randomBytes(8).toString('hex'),
    env: process.env,
    readFile: (path, from = '.') => readFileSync(resolve(from, path), 'utf8'),
    modeOf: (path, from = '.') => fileModeOf(resolve(from, path)),
    onCheck(target, check) {
      clearTimeout(timer);
      timer = setTimeout(() => process.stderr.write(`  …       ${check.padEnd(14)}still asking ${target}\n`), PATIENCE);
    },
  });
  clearTimeout(timer);
  process.stdout.write(flags.json ? formatFindingsAsJson(examined) : formatFindings(examined));
  return exitCodeOf(examined);
}

try {
  process.exitCode = await main();
} catch (error) {
  // A fault of the doctor's own says nothing of the site.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = DOCTOR_EXIT.unknown;
}
