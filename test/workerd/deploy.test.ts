import { beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../services/exit-codes.ts';
import { loadConfig } from '../../services/settings/config.ts';
import { ConfigFault } from '../../services/settings/config-fault.ts';
import { type Deployment, findDeploymentFaults } from '../../services/workers/deploy/deployment.ts';
import { needsOf } from '../../services/workers/deploy/needs.ts';
import { type DeployWorld, runDeploy } from '../../services/workers/deploy/run-deploy.ts';
import { runDeployCheck } from '../../services/workers/deploy/run-deploy-check.ts';
import type { Bundle } from '../../services/workers/deploy/run-wrangler.ts';
import { worldOfThisMachine } from '../../services/workers/deploy/this-machine.ts';

const WITNESS: Deployment = {
  environment: 'witness',
  main: 'services/witness/worker.ts',
  flags: [],
  bindings: ['STORE (WitnessStore)'],
  classes: ['WitnessStore'],
  sqliteClasses: ['WitnessStore'],
  assets: undefined,
  crons: [],
  addresses: ['witness.example'],
  hasPreviews: false,
  keepsNoLines: true,
};
const WALLET: Deployment = { ...WITNESS, environment: 'wallet', main: 'services/wallet/worker.ts' };
const BUNDLE: Bundle = { bytes: 2048, gzipBytes: 1024, files: [WITNESS.main], imports: ['cloudflare:workers'] };

let printed = '';
let said = '';
let deployed: string[] = [];
let built = 0;
beforeEach(() => {
  printed = said = '';
  deployed = [];
  built = 0;
});

const world = (changed: Partial<DeployWorld> = {}): DeployWorld => ({
  environments: () => ({ names: ['witness', 'wallet'], hasDefault: false }),
  read: (name) => (name === 'wallet' ? WALLET : WITNESS),
  dryRun: async (name) => (name === 'wallet' ? { ...BUNDLE, files: [WALLET.main] } : BUNDLE),
  makeAssets: () => undefined,
  say: (line) => {
    said += `${line}\n`;
  },
  print: (text) => {
    printed += text;
  },
  env: {},
  buildWallet: () => {
    built += 1;
  },
  deploy: async (name) => {
    deployed.push(name);
    return 0;
  },
  ...changed,
});

describe('deploy:check', () => {
  it('bundles a room as wrangler does, and says what it needs', async () => {
    const asked = { ...worldOfThisMachine, print: world().print, say: world().say };
    expect([await runDeployCheck(['demo-site', '--json'], asked), printed]).toEqual([EXIT.held, expect.anything()]);
    const { held, environments } = JSON.parse(printed);
    expect(held).toBe(true);
    expect(environments).toHaveLength(1);
    expect(environments[0]).toMatchObject({
      environment: 'demo-site',
      bindings: ['AGE_STORE (AgeStore)', 'ASSETS (files)'],
      variables: ['DEMO_SITE_ORIGIN', 'WALLET_ORIGIN', 'ISSUER_ORIGIN', 'KEY_LOG'],
      secrets: ['DEMO_SITE_SECRETS'],
      crons: ['23,53 * * * *'],
      faults: [],
    });
    expect(environments[0].gzipBytes).toBeGreaterThan(20_000);
    expect(environments[0].bytes).toBeGreaterThan(environments[0].gzipBytes);
  }, 120_000);

  it('prints a table, with what it does meanwhile elsewhere', async () => {
    expect(await runDeployCheck([], world())).toBe(EXIT.held);
    expect(said).toBe('witness (1 of 2)\nwallet (2 of 2)\n');
    expect(printed).toContain('witness        2.0     1.0  held\n');
    expect(printed).toContain('    secrets   WITNESS_SEED\n');
  });

  it.each([
    ['a default environment', { environments: () => ({ names: ['witness'], hasDefault: true }) }, /main at its top/],
    ['what wrangler refuses', { dryRun: async () => 'Could not resolve "x"' }, /wrangler: Could not resolve "x"/],
    [
      'a wall',
      { dryRun: async () => ({ ...BUNDLE, files: ['services/log/room.ts'] }) },
      /holds services\/log\/room.ts/,
    ],
    ['Node', { dryRun: async () => ({ ...BUNDLE, imports: ['node:fs'] }) }, /imports node:fs/],
    ['what is kept', { read: () => ({ ...WITNESS, keepsNoLines: false }) }, /lines of requests/],
  ])('does not hold with %s', async (_, changed, sentence) => {
    expect(await runDeployCheck(['witness'], world(changed))).toBe(EXIT.didNotHold);
    expect(printed).toMatch(sentence);
    printed = '';
    expect(await runDeployCheck(['witness', '--json'], world(changed))).toBe(EXIT.didNotHold);
    expect(JSON.parse(printed).held).toBe(false);
  });

  it.each([[['nobody']], [['--what']], [['witness', 'nobody']]])('refuses %j', async (args) => {
    expect(await runDeployCheck(args, world())).toBe(EXIT.configuration);
    expect([printed, said]).toEqual(['', expect.stringContaining('npm run -s deploy:check')]);
  });

  it('refuses a wrangler.toml that cannot be read', async () => {
    const environments = (): never => {
      throw new Error('wrangler.toml: not TOML');
    };
    expect(await runDeployCheck([], world({ environments }))).toBe(EXIT.configuration);
  });
});

describe('an environment', () => {
  it('has no fault', () => {
    expect(findDeploymentFaults(WITNESS)).toEqual([]);
  });

  it.each([
    [{ main: '' }, /no main/],
    [{ sqliteClasses: [] }, /WitnessStore is not among new_sqlite_classes/],
    [{ assets: { directory: 'media', isWorkerFirst: false } }, /run_worker_first/],
    [{ hasPreviews: true }, /preview_urls/],
    [{ keepsNoLines: false }, /observability/],
  ])('with %j has one', (changed, sentence) => {
    expect(findDeploymentFaults({ ...WITNESS, ...changed })).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('what a room needs', () => {
  const room = (name: 'log' | 'witness' | 'attester' | 'issuer' | 'demo-site') => {
    const { variables: told, secrets } = needsOf(`services/${name}/worker.ts`);
    const variables = told.map((variable) => variable.split(' ')[0] as string);
    const env = Object.fromEntries([
      ...variables.map((variable) => [variable, variable.endsWith('_ORIGIN') ? 'https://room.example' : '{}']),
      ...secrets.map((secret) => [secret, 'ab'.repeat(32)]),
    ]);
    const files = { read: () => '', readOrMake: () => '' };
    const flags = { production: true, testClock: false, check: false, plan: false, rooms: [name], faults: [] };
    // As the log's Worker does: its folder is the bucket.
    return { env, load: (given: object) => loadConfig({ LOG_FOLDER: 'TILES', ...given }, flags, files).of(name) };
  };

  it.each(['log', 'witness', 'attester', 'issuer', 'demo-site'] as const)(
    'is enough for %s, and none too many',
    (name) => {
      const { env, load } = room(name);
      expect(load(env).production).toBe(true);
      for (const variable of Object.keys(env)) {
        expect(() => load({ ...env, [variable]: undefined }), variable).toThrow(ConfigFault);
      }
    },
  );
});

describe('deploy', () => {
  it('deploys what held, and nothing else', async () => {
    expect(await runDeploy(['witness'], world())).toBe(EXIT.held);
    expect(deployed).toEqual(['witness']);
  });

  it.each([[[]], [['nobody']], [['witness', 'wallet']], [['--env', 'witness']]])('refuses %j', async (args) => {
    expect(await runDeploy(args, world())).toBe(EXIT.configuration);
    expect([deployed, said]).toEqual([[], expect.stringContaining('witness, wallet')]);
  });

  it('stops when the check does not hold', async () => {
    expect(await runDeploy(['witness'], world({ dryRun: async () => 'no' }))).toBe(EXIT.didNotHold);
    expect(deployed).toEqual([]);
    const hasDefault = { environments: () => ({ names: ['witness'], hasDefault: true }) };
    expect(await runDeploy(['witness'], world(hasDefault))).toBe(EXIT.configuration);
    expect(deployed).toEqual([]);
  });

  it('says when wrangler could not', async () => {
    expect(await runDeploy(['witness'], world({ deploy: async () => 1 }))).toBe(EXIT.notReachable);
  });

  it('builds the wallet anew, with the settings of this shell, and never with a phone', async () => {
    const env = { WALLET_ORIGIN: 'w', ISSUER_ORIGIN: 'i', ATTESTERS: 'a', KEY_LOG: 'k' };
    expect(await runDeploy(['wallet'], world())).toBe(EXIT.configuration);
    expect(await runDeploy(['wallet'], world({ env: { ...env, KEY_LOG: '' } }))).toBe(EXIT.configuration);
    expect(await runDeploy(['wallet'], world({ env: { ...env, PHONE_ORIGIN: 'p' } }))).toBe(EXIT.configuration);
    expect([built, deployed]).toEqual([0, []]);
    expect(await runDeploy(['wallet'], world({ env }))).toBe(EXIT.held);
    expect([built, deployed]).toEqual([1, ['wallet']]);
  });
});
