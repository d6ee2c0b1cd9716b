import { formatHex, formatLogEntry, readEntryBundle, readUtf8, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { runAddDigest } from '../../services/log/releases/run-add-digest.ts';
import { digestOf, FILES, listOf, openWalletGround, relisted, WALLET_URL } from './check-wallet-ground.ts';
import { OPERATOR, seed } from './ground.ts';
import { LOG_FILE } from './log-file.ts';

const PACKAGE = Uint8Array.of(0x1f, 0x8b, 8, 0);
const WHO = ['--seed', 'a.seed', '--operator', OPERATOR.key.name];
const SDK = ['sdk', 'sdk.tgz', '--version', '1.2.3', ...WHO];
const BUILT = ['wallet', '--file', 'integrity.json', '--name', 'wallet.example', ...WHO];

/** A machine with these files beside a log. */
async function openDesk() {
  const ground = await openWalletGround();
  const files = new Map([
    ['.data/key-log.json', writeUtf8(LOG_FILE)],
    ['a.seed', writeUtf8(`${formatHex(seed(`log ${OPERATOR.key.name}`))}\n`)],
    ['other.seed', writeUtf8('1'.repeat(64))],
    ['integrity.json', listOf(FILES).bytes],
    ['sdk.tgz', PACKAGE],
  ]);
  async function run(args: readonly string[]) {
    let said = '';
    let wrong = '';
    const exit = await runAddDigest(args, {
      fetch: ground.fetch,
      read: (path) => files.get(path),
      print(text) {
        said += text;
      },
      complain(text) {
        wrong += text;
      },
    });
    return { exit, said, wrong };
  }
  return { ...ground, files, run };
}

describe('npm run add-digest', () => {
  it('adds a build from its file or from its host, and a package, each once', async () => {
    const { run, serve, published, get } = await openDesk();
    serve(FILES);
    expect(await run(BUILT)).toEqual({ exit: 0, said: '0\n', wrong: '' });
    expect(await run(['wallet', WALLET_URL, ...WHO])).toEqual({ exit: 0, said: '0\n', wrong: '' });
    expect(await run(SDK)).toEqual({ exit: 0, said: '1\n', wrong: '' });
    await published();
    const bundle = new Uint8Array(await (await get('/tile/entries/000.p/2')).arrayBuffer());
    const [build, sdk] = readEntryBundle(bundle).map((bytes) => readUtf8(bytes));
    expect(build).toBe(formatLogEntry({ kind: 'wallet', name: 'wallet.example', digest: digestOf(FILES) }));
    expect(sdk).toMatch(/^bauta\/sdk\/v1\n1\.2\.3\n[0-9a-f]{64}\n$/);
  });

  it('ends with 1 when the log refuses, or the host has no build of its own', async () => {
    const { run, serve, doors } = await openDesk();
    expect(await run(SDK.with(5, 'other.seed'))).toMatchObject({ exit: 1, said: '' });
    doors.set('wallet.example', () => new Response(null, { status: 404 }));
    expect(await run(['wallet', WALLET_URL, ...WHO])).toMatchObject({ exit: 1 });
    doors.set('copy.example', () => new Response(listOf(FILES).bytes));
    const copied = await run(['wallet', 'https://copy.example', ...WHO]);
    expect(copied).toMatchObject({ exit: 1, wrong: expect.stringContaining('for another host') });
    serve(relisted(FILES));
    expect(await run(['wallet', WALLET_URL, ...WHO])).toMatchObject({ exit: 0, said: '0\n' });
  });

  it('ends with 4 when the host or the log does not answer', async () => {
    const { run, doors } = await openDesk();
    expect(await run(['wallet', WALLET_URL, ...WHO])).toMatchObject({ exit: 4, said: '' });
    doors.delete('log.example');
    expect(await run(SDK)).toMatchObject({ exit: 4, said: '' });
  });

  it.each([
    ['wallet or sdk', WHO],
    ['PACKAGE.tgz', SDK.with(1, 'integrity.json')],
    ['--version', SDK.with(3, '1.2')],
    ['--seed', SDK.with(5, 'sdk.tgz')],
    ['--seed', SDK.slice(0, 4)],
    ['--operator', SDK.slice(0, 6)],
    ['--log', [...SDK, '--log', 'elsewhere.json']],
    ['--file', BUILT.with(2, 'elsewhere.json')],
    ['version', BUILT.with(2, 'sdk-list.json')],
    ['--name', BUILT.with(4, 'https://wallet.example')],
    ['another host', BUILT.with(4, 'copy.example')],
    ['not both', ['wallet', WALLET_URL, ...BUILT.slice(1)]],
    ['URL', ['wallet', 'wallet.example', ...WHO]],
    ['--fast', [...SDK, '--fast']],
  ])('ends with 3 and names the argument: %s', async (flag, args) => {
    const { run, files } = await openDesk();
    files.set('sdk-list.json', writeUtf8('{"version":1,"settings":{"wallet":"https://wallet.example"},"files":[]}'));
    const { exit, said, wrong } = await run(args);
    expect([exit, said]).toEqual([3, '']);
    expect(wrong.split('\n')[0]).toContain(flag);
  });
});
