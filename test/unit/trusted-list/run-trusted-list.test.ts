import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSnapshot } from '@bauta/sdk/eu-wallet';
import { createNoteSigner } from '@bauta/sdk/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoopbackFetch } from '../../../services/loopback.ts';
import { fileText } from '../../../services/trusted-list/file-text.ts';
import { runTrustedList, USAGE } from '../../../services/trusted-list/run-trusted-list.ts';
import { figures, hasLists, pemOf, readListFile } from './figures.ts';
import {
  createListSigner,
  createProvider,
  type ListFields,
  NOW,
  provider,
  signList,
  writeList,
} from './signed-list.ts';

const DAY = 86_400;
const SEED = '07'.repeat(32);
const { key } = await createNoteSigner('lists.example', 'log', new Uint8Array(32).fill(7));
const signer = await createListSigner();
const [one, two] = await Promise.all([createProvider('one'), createProvider('two')]);
const listOf = (certificates: readonly string[], fields: ListFields = {}) =>
  signList(
    writeList({
      ...fields,
      providers: provider({ certificates, provider: 'Provider \u009b31m' }),
    }),
    signer,
  );

let folder: string;
let now = NOW;
beforeEach(() => {
  now = NOW;
  folder = mkdtempSync(join(tmpdir(), 'bauta-list-'));
  writeFileSync(join(folder, 'signers.pem'), signer.pem);
  writeFileSync(join(folder, 'seed'), `${SEED}\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const serve = (xml: string) => writeFileSync(at('list.xml'), xml);
const PUBLISH = () => [
  '--signers',
  at('signers.pem'),
  '--seed-file',
  at('seed'),
  '--name',
  'lists.example',
  '--out',
  at('out'),
];

async function run(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runTrustedList(args, {
    fetch: createLoopbackFetch({ timeoutMs: 5000 }),
    now: () => now,
    read: (path) => readFileSync(path, 'utf8'),
    fileText,
    print: (text) => said.push(text),
    complain: (text) => complained.push(text),
  });
  return { code, said: said.join(''), complained: complained.join('') };
}
const publish = (...more: string[]) => run('--file', at('list.xml'), ...PUBLISH(), ...more);
const published = (production = true) => openSnapshot(readFileSync(at('out'), 'utf8'), key, { production });

describe('npm run trusted-list', () => {
  it('writes a signed snapshot of a list, and says what is in it', async () => {
    serve(listOf([one]));
    const { code, said, complained } = await publish('--production');
    expect([code, complained]).toEqual([0, '']);
    expect(said).toContain('number 3, of 2026-11-01T12:00Z, for production');
    expect(said).toMatch(/FR +1 recognised, 0 not: Provider 31m\n/);
    expect(said).toMatch(/since last +nothing to compare with\n/);
    const { sequence, issued, expires, list } = await published();
    expect([sequence, issued, expires]).toEqual([NOW, NOW, NOW + 10 * DAY]);
    expect(list.certificates.map(({ certificate }) => Buffer.from(certificate.der).toString('base64'))).toEqual([one]);
    expect(readdirSync(folder).sort()).toEqual(['list.xml', 'out', 'out.xml', 'seed', 'signers.pem']);
  });

  it('writes the next one under a higher number, and says what changed', async () => {
    serve(listOf([one]));
    await publish();
    serve(listOf([two], { sequence: 4 }));
    // In the same second, too.
    const { said } = await publish();
    expect(said).toMatch(/since last +number 3\n/);
    expect(said).toMatch(/added +FR: Provider .*\ngone +FR: Provider /);
    expect((await published()).sequence).toBe(NOW + 1);
    now += 7 * DAY;
    expect((await publish()).said).toMatch(/number 4, the same certificates/);
    expect(await published()).toMatchObject({ sequence: NOW + 7 * DAY, expires: NOW + 17 * DAY });
  });

  it('makes no snapshot that outlives its list', async () => {
    serve(listOf([one], { nextUpdate: '2026-11-23T12:00:00Z' }));
    await publish();
    expect((await published()).expires).toBe(NOW + DAY);
  });

  it.each([
    ['an older list', () => listOf([one], { sequence: 2 }), 'older than what was seen'],
    ['another list of the same number', () => listOf([two]), 'two lists of one number'],
    ['a list whose time is over', () => listOf([one], { sequence: 4, nextUpdate: '2026-11-22T12:00:00Z' }), 'is over'],
    ['a list of tomorrow', () => listOf([one], { sequence: 4, issued: '2026-11-23T12:00:00Z' }), 'in the future'],
    [
      'a list that was changed',
      () => listOf([one]).replace('lists.', 'list.').replace('>FR<', '>DE<'),
      'not what was signed',
    ],
    ['no XML', () => 'hello', 'not well-formed'],
  ])('leaves what was published as it is after %s', async (_, make, why) => {
    serve(listOf([one]));
    await publish();
    const before = readFileSync(at('out'), 'utf8');
    serve(make());
    const { code, said, complained } = await publish();
    expect([code, said, complained]).toEqual([1, '', expect.stringContaining(why)]);
    expect(readFileSync(at('out'), 'utf8')).toBe(before);
  });

  it('publishes no list for acceptance with --production, and marks it otherwise', async () => {
    serve(listOf([one], { schemeName: 'EU:TEST list' }));
    expect(await publish('--production')).toMatchObject({ code: 1, said: '' });
    expect(await publish()).toMatchObject({ code: 0, said: expect.stringContaining('for acceptance') });
    expect((await published(false)).list.certificates).toHaveLength(1);
    await expect(published(true)).rejects.toThrow('for acceptance: production must not believe it');
  });

  it('takes no signer for tests with --production', async () => {
    serve(listOf([one]));
    writeFileSync(at('signers.pem'), (await createListSigner('p-256', 'CN=TEST Signer')).pem);
    const { code, complained } = await publish('--production');
    expect([code, complained]).toEqual([3, expect.stringContaining('--signers: certificate 1 is for tests')]);
  });

  it('only prints with --check, and needs no key for it', async () => {
    serve(listOf([one]));
    const { code, said } = await run('--file', at('list.xml'), '--signers', at('signers.pem'), '--check');
    expect([code, said]).toEqual([0, expect.stringContaining('providers')]);
    await publish();
    serve(listOf([one, two], { sequence: 4 }));
    const check = await publish('--check');
    expect([check.code, check.said]).toEqual([0, expect.stringMatching(/added +FR/)]);
    expect((await published()).list.certificates).toHaveLength(1);
  });

  it('reads over http, and says when nobody answers', async () => {
    let status = 200;
    const xml = listOf([one]);
    const server = createServer((_, answer) => answer.writeHead(status, { location: '/other' }).end(xml));
    await new Promise<void>((resolve) => server.listen(24_101, '127.0.0.1', resolve));
    const url = 'http://lists.localhost:24101/av-tl.xml';
    try {
      expect(await run('--url', url, ...PUBLISH())).toMatchObject({ code: 0 });
      for (status of [302, 404, 500, 203]) expect(await run('--url', url, ...PUBLISH())).toMatchObject({ code: 4 });
    } finally {
      await new Promise((resolve) => server.close(resolve).closeAllConnections());
    }
    expect(await run('--url', url, ...PUBLISH())).toMatchObject({ code: 4, said: '' });
    expect(await run('--file', at('nowhere'), ...PUBLISH())).toMatchObject({ code: 4 });
    expect((await published()).sequence).toBe(NOW);
  });

  it.each([
    ['no list', () => PUBLISH(), 'one of --url and --file'],
    ['two lists', () => ['--url', 'https://a.example/l', '--file', at('list.xml'), ...PUBLISH()], 'one of --url'],
    ['an address that is not safe', () => ['--url', 'http://a.example/l', ...PUBLISH()], '--url: '],
    ['an address that is a file', () => ['--url', 'list.xml', ...PUBLISH()], '--url: '],
    ['no signers', () => ['--file', at('list.xml'), '--check'], '--signers: is missing'],
    [
      'signers that are not there',
      () => ['--file', at('list.xml'), '--check', '--signers', at('none')],
      '--signers: the file',
    ],
    [
      'no name',
      () => ['--file', at('list.xml'), ...PUBLISH().filter((one) => !/name|lists\.example/.test(one))],
      '--name: is missing',
    ],
    ['another name', () => ['--file', at('list.xml'), ...PUBLISH(), '--name', 'a b'], '--name: '],
    ['another seed', () => ['--file', at('list.xml'), ...PUBLISH(), '--seed-file', at('signers.pem')], '--seed-file: '],
    ['an unknown flag', () => ['--file', at('list.xml'), ...PUBLISH(), '--force'], 'trusted-list: '],
  ])('says what it takes after %s', async (_, args, why) => {
    serve(listOf([one]));
    const { code, complained } = await run(...args());
    expect([code, complained]).toEqual([3, expect.stringContaining(why)]);
    expect(complained).toContain(USAGE);
    expect(complained).not.toContain(SEED);
    expect(readdirSync(folder)).not.toContain('out');
  });

  it.skipIf(!hasLists)('reads the acceptance list (needs ../shared/fixtures/eu)', async () => {
    serve(readListFile('av-tl-acceptance-seq17.xml'));
    writeFileSync(at('signers.pem'), pemOf(figures.acceptance));
    const { code, said } = await publish();
    expect([code, said]).toEqual([0, expect.stringMatching(/IT +1 recognised, 1 not: /)]);
    expect(said).toContain('7, with 12 services');
    expect(await publish('--production')).toMatchObject({ code: 3 });
  });
});
