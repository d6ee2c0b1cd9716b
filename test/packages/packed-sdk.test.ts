import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { ROOT } from '../laws/sources.ts';
import { expectGuarded } from './expect-guarded.ts';
import { type PackedSdk, packSdk } from './packed-sdk.ts';
import { runNextExample } from './run-next-example.ts';
import { runExample, runSite } from './run-site.ts';
import { snippetsOf } from './snippets.ts';

let packed: PackedSdk;
let issuer: ServedIssuer;
beforeAll(async () => {
  packed = packSdk();
  issuer = await serveIssuer();
}, 120_000);
afterAll(async () => {
  packed?.remove();
  await issuer?.close();
});

/** What a tool of `node_modules` says, whatever code it ends with. Into a file: attw leaves before a pipe is empty. */
function run(bin: string, ...args: string[]): string {
  const file = join(packed.folder, 'said');
  const out = openSync(file, 'w');
  const env = { ...process.env, NO_COLOR: '1' };
  const argv = [join(ROOT, 'node_modules', bin), ...args];
  spawnSync(process.execPath, argv, { cwd: packed.folder, env, stdio: ['ignore', out, 'inherit'] });
  closeSync(out);
  return readFileSync(file, 'utf8');
}

describe('the packed @bauta/sdk', { timeout: 60_000 }, () => {
  it('is well formed (publint)', () => {
    expect(run('publint/src/cli.js', packed.tarball, '--strict')).toContain('All good!');
  });

  it('has types that every resolution of ES modules finds (attw)', () => {
    const args = ['--profile', 'esm-only', '--format', 'json', '--no-definitely-typed'];
    const { analysis } = JSON.parse(run('@arethetypeswrong/cli/dist/index.js', packed.tarball, ...args)) as Attw;
    expect(Object.keys(analysis.entrypoints)).toContain('./gate/express');
    // The package has ES modules alone: what does not know them is not served.
    const served = analysis.problems.filter(
      ({ resolutionKind, resolutionOption }) =>
        !['node10', 'node16-cjs'].includes(resolutionKind ?? resolutionOption ?? ''),
    );
    expect(served).toEqual([]);
  });
});

/** What attw writes, as far as it is read here. */
interface Attw {
  readonly analysis: {
    readonly entrypoints: Readonly<Record<string, unknown>>;
    readonly problems: readonly { readonly resolutionKind?: string; readonly resolutionOption?: string }[];
  };
}

/** What a program does before the snippet, and after it: the rest of a site, with what the README's options name. */
const OPTIONS = `
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
const now = () => Math.floor(Date.now() / 1000);
const [origin, issuer, wallet] = ['https://site.example', 'issuer.example', 'https://wallet.example'];
const secrets = [Buffer.from(process.env.AGE_SECRET, 'hex')];
const [spent, sessions] = [memorySpentSet({ now }), memorySessions({ now })];
`;
const SITES: Readonly<Record<string, { readonly before: string; readonly after: string }>> = {
  hono: {
    before: `${OPTIONS}import { serve } from '@hono/node-server';\nimport { Hono } from 'hono';\nconst app = new Hono();\n`,
    after: "app.get('/', (c) => c.html('<p>For adults.</p>'));\nserve({ fetch: app.fetch, port: 8080 });\n",
  },
  express: {
    before: `${OPTIONS}import express from 'express';\nconst app = express();\n`,
    after: "app.get('/', (_, response) => response.send('<p>For adults.</p>'));\napp.listen(8080);\n",
  },
  node: {
    before: `${OPTIONS}import { createServer } from 'node:http';\nconst site = (_, response) => response.end('<p>For adults.</p>');\n`,
    after: '',
  },
};

const SNIPPETS = Object.keys(SITES).flatMap((kind) =>
  snippetsOf(kind).map(({ file, code }) => ({ kind, file, code: SITES[kind]?.before + code + SITES[kind]?.after })),
);

describe.each(SNIPPETS)(
  'the lines of $file for $kind, copied into an empty folder',
  { timeout: 60_000 },
  ({ code }) => {
    it('guard a page', async () => {
      const { port, stop } = await runSite(packed.folder, code, issuer.name);
      try {
        await expectGuarded(port, issuer);
      } finally {
        await stop();
      }
    });
  },
);

describe.each(['site-node', 'site-express', 'site-hono'])('the folder spec/examples/%s, copied', (example) => {
  it('guards a page', async () => {
    const { port, stop } = await runExample(packed.folder, example, issuer.name);
    try {
      await expectGuarded(port, issuer);
    } finally {
      await stop();
    }
  });
});

describe('the folder spec/examples/site-next, copied and built', { timeout: 180_000 }, () => {
  it('guards a page', async () => {
    const { port, close } = await runNextExample(packed.folder, issuer.name);
    try {
      await expectGuarded(port, issuer);
    } finally {
      await close();
    }
  });
});
