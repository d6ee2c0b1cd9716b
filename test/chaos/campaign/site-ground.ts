import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calendarOf, epochAfter, epochAt } from '@bauta/sdk/protocol';
import type { Chance } from '../../figures/chance.ts';
import { buildProgram } from '../../programs/build-program.ts';
import { freePort } from '../../programs/ports.ts';
import { createTestIssuer, type TestIssuer } from '../../unit/gate/issuer.ts';
import { openDisk } from './disk.ts';
import { openFakedClock, whyNoFakedClock } from './faked-clock.ts';
import type { Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import { openLine } from './line.ts';
import { createMortal } from './mortal.ts';
import { ISSUER } from './site-names.ts';
import { EPOCHS_SHOWN, openVisitors } from './visitors.ts';

const INSTANCES = ['first', 'second'];
const DISK = 24 * 1_048_576;
const HOUR = 3600;
const DAY = 86_400;
/** Tokens and sessions that are looked at after each fault. */
const LOOKS = 6;
/** Weeks beyond those shown now whose keys a site that lives in another time may be shown. */
const FURTHER = 7;

export interface SiteChoices {
  readonly ledger: Ledger;
  readonly chance: Chance;
  /** What the judge must find: see site-program.ts. */
  readonly flaw?: string;
  /** Where the site's Redis listens, with the replicas that must have heard; a SQLite file unless given. */
  readonly redis?: { readonly port: number; readonly host?: string };
  /** The address of a Redis that no line leads to. */
  readonly redisUrl?: string;
  /** What else there is to break or to put away. */
  readonly more?: Partial<Pick<Ground, 'processes' | 'failOver' | 'network'>> & {
    readonly close?: () => Promise<void>;
  };
}

/** Two instances of a site that share a store, with visitors. */
export async function openSiteGround({ ledger, chance, flaw, redis, redisUrl, more }: SiteChoices): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-site-'));
  const program = await buildProgram(new URL('./site-program.ts', import.meta.url), folder);
  const disk = openDisk(DISK);
  const file = join(disk.folder, 'site.db');
  const line = redis && (await openLine(redis.port, redis.host));
  const place = line ? `redis://127.0.0.1:${line.port}` : (redisUrl ?? file);
  const clock = whyNoFakedClock === undefined && place === file ? openFakedClock(join(folder, 'clock')) : undefined;
  const now = Math.floor(Date.now() / 1000);
  const issuer = await createTestIssuer(ISSUER, now);
  const keysFile = join(folder, 'keys.json');
  await writeKeys(issuer, keysFile, now);

  const ports: number[] = [];
  for (const _ of INSTANCES) ports.push(await freePort());
  const sites = INSTANCES.map((name, i) =>
    createMortal({
      name: `the ${name} instance`,
      command: [process.execPath, program, String(ports[i]), place, keysFile, ...(flaw ? [flaw] : [])],
      env: () => ({ ...process.env, ...clock?.env }),
      isReady: (said) => said === 'ready',
    }),
  );
  for (const site of sites) if (!(await site.start())) throw new Error(`${site.name} did not start`);
  const visitors = await openVisitors({ ports, issuer, ledger, chance, ...(clock ? { clock } : {}) });

  const { close: closeMore, ...others } = more ?? {};
  return {
    ...{ ...others, ledger, disk },
    processes: [...sites, ...(more?.processes ?? [])],
    storeFile: () => (place === file ? file : ''),
    ...(clock ? { clock, living: sites, offsets: listOffsets, farAhead: () => 40 * DAY } : {}),
    lines: new Map(line ? [['the line to Redis', line]] : []),
    timeJumped: visitors.forgetSessions,
    async findIll() {
      const entered = await Promise.all(ports.map((port) => visitors.letIn(port)));
      const ill = INSTANCES.filter((_, i) => !entered[i]);
      return ill.length === 0 ? undefined : `${ill.join(' and ')} instance let nobody in`;
    },
    audit: () => visitors.audit(LOOKS),
    async close() {
      await visitors.close();
      for (const site of sites) await site.signal('SIGKILL');
      line?.close();
      await closeMore?.();
      disk.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Around the windows of this week's keys; never so far that its spent tokens are dropped, which shuts them out for good. */
function listOffsets(): readonly number[] {
  const now = Math.floor(Date.now() / 1000);
  const { accepted, signs } = calendarOf(epochAt(now));
  const instants = [accepted.from - HOUR, accepted.from - 2, signs.to + DAY, accepted.to - 2, accepted.to + HOUR];
  return [-HOUR, HOUR, 3 * DAY, ...instants.map((instant) => instant - now)];
}

async function writeKeys(issuer: TestIssuer, file: string, now: number): Promise<void> {
  const keys = [];
  for (let distance = EPOCHS_SHOWN[0] as number; distance <= FURTHER; distance++) {
    const { key, ...slot } = await issuer.list({ epoch: epochAfter(epochAt(now), distance) });
    keys.push({ ...slot, spki: Buffer.from(key.spki).toString('base64url') });
  }
  writeFileSync(file, JSON.stringify(keys));
}
