import { dirname } from 'node:path';
import { type GateConfig, GateConfigFault, readGateConfig } from '../config/index.ts';
import { findKeyLines } from '../config/key-lines.ts';
import { checkCaches } from './checks/caches.ts';
import { checkCanaries } from './checks/canaries.ts';
import { checkClock } from './checks/clock.ts';
import { checkCookies } from './checks/cookies.ts';
import { checkHeaders } from './checks/headers.ts';
import { findSharing, type Sharer } from './checks/sharing.ts';
import { checkStore } from './checks/store.ts';
import { checkTls } from './checks/tls.ts';
import { checkTrust } from './checks/trust.ts';
import { type CheckName, type Finding, findingsOf } from './finding.ts';
import { type Network, Unreachable } from './network.ts';
import { meetSite } from './site.ts';

/** Everything from outside that the doctor works with. */
export interface DoctorGiven {
  readonly network: Network;
  /** Whole Unix seconds. */
  readonly now: () => number;
  /** Characters that no cache has seen. */
  readonly random: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file. @throws when it cannot be read */
  readonly readFile: (path: string, from?: string) => string;
  /** Who may do what with a file: `ConfigSources.modeOf`. */
  readonly modeOf: (path: string, from?: string) => number | undefined;
  /** Hears of each check before it begins. */
  readonly onCheck?: (target: string, check: CheckName) => void;
}

/** What was found at one target. */
export interface Examined {
  /** As it was named: an address, or a file. */
  readonly target: string;
  readonly findings: readonly Finding[];
}

/** Looks at each target, an origin or the path of a `bauta.toml`, and at what the files have in common. */
export async function runDoctor(targets: readonly string[], given: DoctorGiven): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  const sharers: Sharer[] = [];
  for (const target of targets) {
    if (/^https?:\/\//.test(target)) {
      examined.push({ target, findings: await examineSite(target, new URL(target).origin, undefined, given) });
      continue;
    }
    const { config, findings, lineOf } = readConfig(target, given);
    const folder = dirname(target);
    if (config !== undefined) {
      sharers.push({ name: target, folder, config });
      given.onCheck?.(target, 'store');
      findings.push(...(await examineSite(target, config.options.origin, config, given)));
      findings.push(...(await checkStore(config, folder)));
    }
    examined.push({ target, findings: findings.map((finding) => withLine(finding, lineOf)) });
  }
  if (sharers.length > 1) examined.push({ target: 'together', findings: findSharing(sharers) });
  return examined;
}

function readConfig(file: string, { env, readFile, modeOf }: DoctorGiven) {
  const { ok, fault } = findingsOf('configuration');
  const findings: Finding[] = [];
  let config: GateConfig | undefined;
  let text = '';
  try {
    text = readFile(file);
    const folder = dirname(file);
    config = readGateConfig(text, {
      env,
      readFile: (path) => readFile(path, folder),
      modeOf: (path) => modeOf(path, folder),
    });
    findings.push(ok(`${file} holds.`));
  } catch (error) {
    if (error instanceof GateConfigFault) {
      for (const { line, key, sentence } of error.faults) {
        const place = line === undefined ? {} : { line };
        findings.push(fault(`${key === '' ? file : key}: ${sentence}.`, { fix: 'Correct this line.', ...place }));
      }
    } else {
      const fix = 'Name a bauta.toml that this user may read, or the address of the site.';
      findings.push(fault(`${file} cannot be read.`, { fix }));
    }
  }
  const lines = findKeyLines(text);
  return { config, findings, lineOf: (setting: string) => lines.get(toKey(setting)) };
}

function toKey(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function withLine(finding: Finding, lineOf: (setting: string) => number | undefined): Finding {
  const line = finding.setting === undefined ? undefined : lineOf(finding.setting);
  return line === undefined || finding.line !== undefined ? finding : { ...finding, line };
}

async function examineSite(
  target: string,
  origin: string,
  config: GateConfig | undefined,
  { network, now, random, onCheck = () => {} }: DoctorGiven,
): Promise<readonly Finding[]> {
  try {
    onCheck(target, 'reach');
    const site = await meetSite(origin, config, network);
    onCheck(target, 'trust');
    const trust = await checkTrust(site, network, now());
    onCheck(target, 'tls');
    const findings = [...(await checkTls(site, network, now())), ...checkClock(site, trust.answer), ...trust.findings];
    const headers = checkHeaders(site);
    findings.push(...headers);
    const rest: readonly (readonly [CheckName, () => Promise<readonly Finding[]>])[] = [
      ['cookies', () => checkCookies(site)],
      ['caches', () => checkCaches(site, random)],
      ['canaries', () => checkCanaries(site)],
    ];
    for (const [check, act] of rest) {
      onCheck(target, check);
      findings.push(...(await act()));
    }
    return findings;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const { unknown } = findingsOf('reach');
    return [
      unknown(`${origin} does not answer: ${error.message}.`, {
        fix: 'Start it, or correct the address.',
        setting: 'origin',
      }),
    ];
  }
}
