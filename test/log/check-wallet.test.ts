import { formatHex, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { FILE_MAX, LIST_MAX } from '../../services/log/releases/integrity-list.ts';
import type { BuiltFile } from '../../services/wallet/built-file.ts';
import { pagesOf, textOf } from '../unit/wallet/built-wallet.ts';
import { digestOf, FILES, listOf, openWalletGround, relisted, WALLET_URL, withFile } from './check-wallet-ground.ts';
import { smallText } from './ground.ts';

const LISTED = FILES.length - 1;
const [page] = pagesOf(FILES) as [BuiltFile];
const script = FILES.find(({ path }) => path.endsWith('.js')) as BuiltFile;
/** A build that was everyone's before. */
const OLDER = relisted(FILES);

const changed = (file: BuiltFile): BuiltFile => {
  const bytes = file.bytes.slice();
  bytes[7] = (bytes[7] as number) ^ 1;
  return { ...file, bytes };
};

describe('a wallet’s host that serves the newest build in the log', () => {
  it('holds, in a few lines and as JSON', async () => {
    const ground = await openWalletGround();
    await ground.addBuild(OLDER);
    await ground.addBuild(FILES);
    await ground.add(smallText(1).replace('wallet.', 'w.'));
    await ground.addBuild(OLDER, 'other.example');
    ground.serve(FILES);
    const digest = formatHex(digestOf(FILES));
    const { version } = JSON.parse(textOf(listOf(FILES)));
    expect(await ground.verdict()).toEqual({
      ...{ exit: 0, ok: true, url: WALLET_URL, version, digest, index: 1, newest: 1 },
      files: { checked: LISTED, wrong: [] },
    });
    const { exit, printed } = await ground.check();
    const lines = printed.split('\n');
    expect(exit).toBe(0);
    expect(lines.slice(0, 2)).toEqual([
      `wallet.example serves build ${version}, digest ${digest}`,
      'log.example/bauta has it as entry 1, the newest',
    ]);
    expect(lines.at(-3)).toMatch(new RegExp(`^  ${LISTED}/${LISTED}  as listed  /`));
    expect(lines.slice(-2)).toEqual([
      `HOLDS: wallet.example served this machine the build of entry 1, all ${LISTED} files as listed.`,
      '',
    ]);
  });

  it('is found behind more entries than the log gives at once', async () => {
    const ground = await openWalletGround();
    await ground.addBuild(FILES);
    await Promise.all(Array.from({ length: 300 }, (_, i) => ground.add(smallText(i).replace('wallet.', 'w.'))));
    await ground.published();
    ground.serve(FILES);
    expect(await ground.verdict()).toMatchObject({ exit: 0, index: 0 });
  });
});

describe('a host does not hold', () => {
  it('when its build is not in the log, and none of its files is looked at', async () => {
    const ground = await openWalletGround();
    await ground.add(smallText(1).replace('wallet.', 'w.'));
    await ground.addBuild(FILES, 'other.example');
    ground.serve(FILES);
    const none = { exit: 1, ok: false, reason: 'not-logged', index: null, newest: null };
    expect(await ground.verdict()).toMatchObject({ ...none, files: { checked: 0, wrong: [] } });
    await ground.addBuild(OLDER);
    expect(await ground.verdict()).toMatchObject({ ...none, newest: 2 });
    expect((await ground.check()).printed).toMatch(
      /\nDOES NOT HOLD: wallet.example: the build .* is not in the log; the newest one there is entry 2\.\n$/,
    );
  });

  it('when the log has a newer build', async () => {
    const ground = await openWalletGround();
    await ground.addBuild(OLDER);
    await ground.addBuild(FILES);
    ground.serve(OLDER);
    expect(await ground.verdict()).toMatchObject({ exit: 1, reason: 'older-build', index: 0, newest: 1 });
  });

  it.each<[string, BuiltFile, string]>([
    ['a changed byte in a page', changed(page), 'hash'],
    ['a changed byte in a script', changed(script), 'hash'],
    ['a byte more', { ...script, bytes: writeUtf8(`${textOf(script)} `) }, 'size'],
    ['a byte less', { ...script, bytes: script.bytes.slice(1) }, 'size'],
    ['a header that leads elsewhere', { ...page, headers: { ...page.headers, refresh: '0; url=/x' } }, 'header'],
  ])('for %s', async (_, file, why) => {
    const ground = await openWalletGround();
    await ground.addBuild(FILES);
    ground.serve(withFile(file));
    const wrong = [{ path: file.path, why }];
    expect(await ground.verdict()).toMatchObject({
      exit: 1,
      reason: 'files-differ',
      files: { checked: LISTED, wrong },
    });
    expect((await ground.check()).printed).toContain(`WRONG      ${file.path} `);
  });

  it('for a file that is missing, sent on, or without end', async () => {
    const ground = await openWalletGround();
    await ground.addBuild(FILES);
    ground.serve(FILES);
    const serve = ground.doors.get('wallet.example') as (request: Request) => Promise<Response>;
    const endless = () => new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536)) });
    for (const [why, answer] of [
      ['status', () => new Response(null, { status: 404 })],
      ['status', () => new Response(script.bytes, { status: 302, headers: { location: script.path } })],
      ['size', () => new Response(endless())],
    ] as const) {
      ground.doors.set('wallet.example', (request) => (request.url.endsWith(script.path) ? answer() : serve(request)));
      expect(await ground.verdict()).toMatchObject({ exit: 1, files: { wrong: [{ path: script.path, why }] } });
    }
  });

  it('when a logged page loads what is not in its list, or not by its hash', async () => {
    for (const more of ['<script src="https://evil.example/x.js"></script>', `<script defer src="${script.path}">`]) {
      const ground = await openWalletGround();
      const files = relisted(withFile({ ...page, bytes: writeUtf8(textOf(page) + more) }));
      await ground.addBuild(files);
      ground.serve(files);
      const wrong = [{ path: page.path, why: 'binding' }];
      expect(await ground.verdict()).toMatchObject({ exit: 1, files: { wrong } });
    }
  });

  it.each<[string, string, (list: { files: { path: string }[] }) => unknown]>([
    ['another origin', 'list-malformed', ({ files: [file] }) => ({ files: [{ ...file, path: '//evil.example/' }] })],
    ['a way out', 'list-malformed', ({ files: [file] }) => ({ files: [{ ...file, path: '/a/../b' }] })],
    ['control characters', 'list-malformed', ({ files: [file] }) => ({ files: [{ ...file, path: '/\u001b[2J' }] })],
    ['a huge file', 'list-malformed', ({ files: [file] }) => ({ files: [{ ...file, size: FILE_MAX + 1 }] })],
    ['one path twice', 'list-malformed', ({ files: [file] }) => ({ files: [file, file] })],
    ['no files', 'list-malformed', () => ({ files: [] })],
    ['more members', 'list-malformed', () => ({ more: 1 })],
    ['another length', 'list-malformed', () => ({ version: 'a'.repeat(LIST_MAX) })],
    ['one file less', 'not-logged', ({ files }) => ({ files: files.slice(1) })],
  ])('for a list with %s', async (_, reason, change) => {
    const ground = await openWalletGround();
    await ground.addBuild(FILES);
    const list = JSON.parse(textOf(listOf(FILES)));
    const asked: string[] = [];
    ground.doors.set('wallet.example', ({ url }) => {
      asked.push(url);
      return new Response(JSON.stringify({ ...list, ...(change(list) as object) }));
    });
    expect(await ground.verdict()).toMatchObject({ exit: 1, reason, files: { checked: 0, wrong: [] } });
    expect(asked).toEqual([`${WALLET_URL}/integrity.json`]);
  });
});
