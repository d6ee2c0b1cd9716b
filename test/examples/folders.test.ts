import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../laws/sources.ts';
import { EXAMPLES } from '../programs/copy-example.ts';

interface Package {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readPackage = (path: string): Package => JSON.parse(readText(path));

const FOLDERS = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const SITES = FOLDERS.filter((name) => name.startsWith('site-'));
/** Where a guide shows a whole file of its folder. */
const SHOWN = {
  'site-hono/site.mjs': 'spec/guides/site-hono.md',
  'site-express/site.mjs': 'spec/guides/site-express.md',
  'site-node/site.mjs': 'spec/guides/site-node.md',
  'site-next/proxy.js': 'spec/guides/site-next.md',
  'site-workers/site.mjs': 'spec/guides/site-workers.md',
  'site-nginx/bauta.toml': 'spec/guides/gateway.md',
};

describe('the folders of spec/examples', () => {
  it('are each named by their README', () => {
    const text = readText('spec/examples/README.md');
    expect(FOLDERS.filter((name) => !text.includes(`[${name}](${name})`))).toEqual([]);
  });

  it.each(Object.entries(SHOWN))('hold in %s what %s shows', (file, guide) => {
    const [, code] =
      new RegExp(`<!-- runs: ${file} -->\\n+\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(readText(guide)) ?? [];
    expect(code).toBe(readText(`spec/examples/${file}`));
  });

  it.each(SITES)('install for %s the versions that run in tests', (name) => {
    const locked = (JSON.parse(readText('package-lock.json')) as { packages: Record<string, Package> }).packages;
    const { dependencies = {} } = readPackage(`spec/examples/${name}/package.json`);
    const versionOf = (wanted: string): string | undefined => {
      const place = { '@bauta/sdk': 'sdk', '@bauta/gateway': 'services/gateway' }[wanted];
      return place ? readPackage(`${place}/package.json`).version : locked[`node_modules/${wanted}`]?.version;
    };
    expect(Object.keys(dependencies).length).toBeGreaterThan(0);
    for (const [wanted, version] of Object.entries(dependencies))
      expect([wanted, versionOf(wanted)]).toEqual([wanted, version]);
  });
});
