import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { findDeploymentFaults, readDeployment, readEnvironments } from '../../services/workers/deploy/deployment.ts';
import { findBreaches } from '../../services/workers/deploy/walls.ts';
import { WORKER_BUILD } from '../../services/workers/dev/build-options.ts';
import { ROOT } from './sources.ts';

const { names, hasDefault } = readEnvironments();

/** KiB of gzip, unminified as they are deployed, with a small reserve: whoever needs more says so here. */
const LIMITS: Readonly<Record<string, number>> = {
  wallet: 146,
  log: 186,
  witness: 159,
  attester: 350,
  issuer: 180,
  'demo-site': 70,
  gateway: 47,
};

/** The bundle of a Worker, and of whatever else `code` imports. */
async function bundleOf(main: string, code = '') {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { default } from './${main}';\n${code}`, resolveDir: ROOT, loader: 'ts' },
    absWorkingDir: ROOT,
    ...WORKER_BUILD,
    metafile: true,
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'error',
  });
  return {
    size: gzipSync(outputFiles[0]?.text ?? '').length / 1024,
    files: Object.keys(metafile.inputs),
    imports: Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path)),
  };
}

describe('the environments of wrangler.toml', () => {
  it('are all that can be deployed, and have a limit each', () => {
    expect(hasDefault).toBe(false);
    expect([...names].sort()).toEqual(Object.keys(LIMITS).sort());
  });

  it.each(names)('%s keeps no line of a request, and has no second door', (name) => {
    const deployment = readDeployment(name);
    expect(findDeploymentFaults(deployment)).toEqual([]);
    expect(deployment.addresses).toEqual([]);
  });

  it.each(['log', 'attester', 'issuer', 'demo-site'])('%s asks rooms beside it as anyone would', (name) => {
    expect(readDeployment(name).flags).toContain('global_fetch_strictly_public');
  });

  it('lets the gateway reach the server behind its own route', () => {
    expect(readDeployment('gateway').flags).not.toContain('global_fetch_strictly_public');
  });
});

describe('the bundle of each room', () => {
  it.each(names)('%s: its own code alone, no demonstration, and not too much', async (name) => {
    const { main } = readDeployment(name);
    const bundle = await bundleOf(main);
    expect(bundle.files).toContain(main);
    expect(findBreaches(main, bundle)).toEqual([]);
    expect(bundle.size).toBeLessThan(LIMITS[name] as number);
  });

  it.each([
    ['issuer', "export * from './services/attester/pepper.ts';", 'holds services/attester/pepper.ts'],
    ['attester', "export * from './services/issuer/sign-limit.ts';", 'holds services/issuer/sign-limit.ts'],
    ['log', "export * from './services/witness/read-submission.ts';", 'holds services/witness/read-submission.ts'],
    ['witness', "export * from './services/log/operators.ts';", 'holds services/log/operators.ts'],
    ['wallet', "export * from './services/keys/slots.ts';", 'holds services/keys/slots.ts'],
    ['demo-site', "export * from './services/storage/sealed-key.ts';", 'holds services/storage/sealed-key.ts'],
    ['demo-site', "export * from './services/clock.ts';", 'holds services/clock.ts'],
    ['gateway', "export * from './services/rooms.ts';", 'holds services/rooms.ts'],
    ['demo-site', "export * from './sdk/protocol/crypto/node.ts';", 'imports node:crypto'],
    ['log', "export * from 'node:fs';", 'imports node:fs'],
    ['issuer', "export * from 'node:fs';", 'imports node:fs'],
    ['log', "export { logServedBuild } from './services/log/demonstration.ts';", 'holds services/log/demonstration.ts'],
    ['attester', "export * from './services/phone/cbor.ts';", 'holds services/phone/cbor.ts'],
    ['attester', "export * from './services/provider/person.ts';", 'holds services/provider/person.ts'],
    ['gateway', "export * from '@bauta/sdk/test-issuer';", 'holds sdk/test-issuer/index.ts'],
    ['log', "export * from './services/workers/dev/variables.ts';", 'holds services/workers/dev/variables.ts'],
  ])('would show that %s has %s', async (name, code, fault) => {
    const { main } = readDeployment(name);
    expect(findBreaches(main, await bundleOf(main, code))).toContain(fault);
  });

  it('would show a Worker that is none of the rooms', () => {
    expect(findBreaches('services/node.ts', { files: [], imports: [] })).toEqual([
      'services/node.ts is the Worker of none of the rooms',
    ]);
  });
});
