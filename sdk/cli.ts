#!/usr/bin/env node
// What a site's operator asks for: `npx @bauta/sdk doctor …`, `npx @bauta/sdk backup …`.
// The one file here that knows the process, its environment and the machine's clock.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileModeOf } from './config/index.ts';
import { DOCTOR_USAGE, parseDoctorFlags } from './doctor/flags.ts';
import { exitCodeOf, formatFindings, formatFindingsAsJson } from './doctor/format-findings.ts';
import { createNetwork } from './doctor/network.ts';
import { runDoctor } from './doctor/run-doctor.ts';
import { EXIT } from './exit-codes.ts';
import { STORE_ACTS, STORE_USAGE } from './operate/orders.ts';
import { runStoreCommand } from './operate/store-command.ts';

/** Milliseconds after which a check says that it is still at work. */
const PATIENCE = 1000;

const WORLD = {
  now: (): number => Math.floor(Date.now() / 1000),
  env: process.env,
  readFile: (path: string, from = '.'): string => readFileSync(resolve(from, path), 'utf8'),
  modeOf: (path: string, from = '.'): number | undefined => fileModeOf(resolve(from, path)),
  print: (text: string): void => void process.stdout.write(text),
  complain: (text: string): void => void process.stderr.write(text),
};

async function doctor(args: readonly string[]): Promise<number> {
  const flags = parseDoctorFlags(args);
  if (flags.faults.length > 0) {
    WORLD.complain([...flags.faults.map((line) => `${line}\n`), DOCTOR_USAGE].join('\n'));
    return EXIT.configuration;
  }
  let timer: NodeJS.Timeout | undefined;
  const examined = await runDoctor(flags.targets, {
    ...WORLD,
    network: createNetwork({ now: Date.now }),
    random: () => randomBytes(8).toString('hex'),
    onCheck(target, check) {
      clearTimeout(timer);
      timer = setTimeout(() => WORLD.complain(`  …       ${check.padEnd(14)}still asking ${target}\n`), PATIENCE);
    },
  });
  clearTimeout(timer);
  WORLD.print(flags.json ? formatFindingsAsJson(examined) : formatFindings(examined));
  return exitCodeOf(examined);
}

async function run(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (args.includes('--help') || args.includes('-h')) {
    WORLD.print([DOCTOR_USAGE, STORE_USAGE].join('\n'));
    return EXIT.held;
  }
  if (command === 'doctor') return doctor(rest);
  if (STORE_ACTS.some((act) => act === command)) return runStoreCommand(args, WORLD);
  WORLD.complain(`there are bauta doctor, ${STORE_ACTS.join(', ')}; bauta --help says more\n`);
  return EXIT.configuration;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // A fault of the command's own says nothing of the site.
  WORLD.complain(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = EXIT.fault;
}
