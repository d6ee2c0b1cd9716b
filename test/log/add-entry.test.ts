import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatLogEntry,
  formatTilePath,
  hashLeaf,
  openCheckpoint,
  openTree,
  readTokenKey,
  readUtf8,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { keysEntry, keysText, NOON, OPERATOR, retireText, signed, signerOf, smallText, TRUST, upTo } from './ground.ts';
import { type LogGround, openGround } from './log-ground.ts';

/** The published tree, read as a client reads it: believing nothing. */
async function readLog(ground: LogGround): Promise<string[]> {
  const { size, root } = await openCheckpoint(await (await ground.get('/checkpoint')).text(), TRUST, ground.clock.time);
  const tree = openTree(
    size,
    async (tile) => new Uint8Array(await (await ground.get(`/${formatTilePath(tile)}`)).arrayBuffer()),
    root,
  );
  const texts: string[] = [];
  for await (const { entry } of tree.entries(0, size)) texts.push(readUtf8(entry));
  return texts;
}

describe('a log whose disk could not be written to for a while', () => {
  it('goes on by itself, with what it had acknowledged, as soon as it can be', async () => {
    const ground = openGround();
    await ground.open();
    expect(await ground.add(smallText(1))).toEqual({ status: 200, index: 0 });
    const head = join(ground.folder, 'private/head');
    const text = readFileSync(head);
    rmSync(head);
    // No file can take the place of a folder.
    mkdirSync(head);
    for (const number of [2, 3]) {
      expect(await ground.add(smallText(number))).toMatchObject({ status: 503, code: 'ERR_STORE_UNAVAILABLE' });
      ground.clock.time += 2;
    }
    rmSync(head, { recursive: true });
    writeFileSync(head, text);
    expect(await ground.add(smallText(2))).toEqual({ status: 200, index: 1 });
    expect(await ground.add(smallText(1))).toEqual({ status: 200, index: 0 });
    await ground.published();
    expect(await readLog(ground)).toEqual([smallText(1), smallText(2)]);
  });
});

describe('the log takes', () => {
  it('entries of an operator, in order, and gives them to everyone', async () => {
    const ground = openGround();
    await ground.open();
    const texts = [await keysText([[18, 0, 'a']]), await retireText([18, 0, 'a']), smallText(1)];
    for (const [index, text] of texts.entries()) expect(await ground.add(text)).toEqual({ status: 200, index });
    await ground.published();
    expect(await readLog(ground)).toEqual(texts);
  });

  it('the same entry twice, at one index, by whomever it is signed', async () => {
    const ground = openGround();
    const other = await signerOf('attester.example', 'log');
    const operators = [{ key: OPERATOR.key }, { key: other.key }];
    await ground.open({ operators });
    const [first, second] = await Promise.all([ground.add(smallText(1)), ground.add(smallText(1))]);
    expect([first, second]).toEqual([
      { status: 200, index: 0 },
      { status: 200, index: 0 },
    ]);
    await ground.open({ operators });
    expect(await ground.add(smallText(1))).toEqual(first);
    expect(await ground.add('', await signed(smallText(1), other))).toEqual(first);
    expect(await ground.add(smallText(2))).toEqual({ status: 200, index: 1 });
  });

  it('many at once as one append, across the border of a tile', async () => {
    const ground = openGround();
    await ground.open();
    const answers = await Promise.all(upTo(300).map((number) => ground.add(smallText(number))));
    const indices = answers.map(({ index }) => index as number);
    expect([...indices].sort((a, b) => a - b)).toEqual(upTo(300));
    await ground.published();
    const texts = await readLog(ground);
    expect(upTo(300).every((number) => texts[indices[number] as number] === smallText(number))).toBe(true);
  });

  it('a generation after the retirement of the one before', async () => {
    const ground = openGround();
    await ground.open();
    for (const text of [
      await keysText([[18, 0, 'a']]),
      await retireText([18, 0, 'a']),
      await keysText([[18, 1, 'b']]),
      // The same keys listed again, with what came since: every slot has the key that it had.
      await keysText([
        [18, 0, 'a'],
        [18, 1, 'b'],
      ]),
    ]) {
      expect(await ground.add(text)).toMatchObject({ status: 200 });
    }
  });
});

describe('the log refuses', () => {
  it.each<[string, () => Promise<string>, number, string]>([
    ['what is no note', async () => smallText(1), 400, 'ERR_BODY_MALFORMED'],
    ['what is no entry', () => signed('bauta/other/v1\n'), 400, 'ERR_BODY_MALFORMED'],
    ['another spelling of an entry', () => signed(`${smallText(1)}\n`), 400, 'ERR_BODY_MALFORMED'],
    ['a stretched window', () => stretched(), 400, 'ERR_BODY_MALFORMED'],
    ['a key with the id of another', () => mislabelled(), 400, 'ERR_BODY_MALFORMED'],
    ['a note of a stranger', async () => signed(smallText(1), await stranger()), 403, 'ERR_LOG_OPERATOR'],
    ['the name of an operator under another key', () => impostor(), 403, 'ERR_LOG_OPERATOR'],
    ['a signature over another text', () => moved(), 403, 'ERR_LOG_OPERATOR'],
    ['an entry that is too long', () => signed(`${'x'.repeat(65_535)}\n`), 413, 'ERR_TOO_LARGE'],
    ['a body that is too long', () => signed(`${'x'.repeat(80_000)}\n`), 413, 'ERR_TOO_LARGE'],
    ['a second key for a slot', async () => signed(await keysText([[18, 0, 'b']])), 422, 'ERR_LOG_ENTRY'],
    ['a generation too early', async () => signed(await keysText([[18, 1, 'b']])), 422, 'ERR_LOG_ENTRY'],
    ['a retirement of no key', async () => signed(await retireText([21, 0, 'a'])), 422, 'ERR_LOG_ENTRY'],
    ['a retirement of another key', async () => signed(await retireText([18, 0, 'b'])), 422, 'ERR_LOG_ENTRY'],
  ])('%s', async (_, note, status, code) => {
    const ground = openGround();
    await ground.open();
    const first = await keysText([[18, 0, 'a']]);
    await ground.add(first);
    // Also by what it read back from its folder.
    await ground.open();
    expect(await ground.add('', await note())).toMatchObject({ status, code });
    await ground.published();
    expect(await readLog(ground)).toEqual([first]);
  });

  it('what an operator may not add', async () => {
    const ground = openGround();
    await ground.open({ operators: [{ key: OPERATOR.key, roles: ['issuer'], names: ['issuer.example'] }] });
    expect(await ground.add(await keysText([[18, 0, 'a']]))).toMatchObject({ status: 200 });
    for (const text of [
      await keysText([[18, 0, 'a']], { name: 'other.example' }),
      await keysText([[18, 0, 'a']], { role: 'attester' }),
      smallText(1),
    ]) {
      expect(await ground.add(text)).toMatchObject({ status: 403, code: 'ERR_LOG_OPERATOR' });
    }
  });
});

const stranger = () => signerOf('stranger.example', 'log');

async function impostor(): Promise<string> {
  const { sign } = await stranger();
  return signed(smallText(1), { key: OPERATOR.key, sign });
}

const moved = async (): Promise<string> => (await signed(smallText(1))).replace(smallText(1), smallText(2));

async function stretched(): Promise<string> {
  const text = await keysText([[18, 0, 'b']], { epoch: '2026-W51' });
  return signed(text.replace(/ (\d{10}) (\d{10}) /, (_, from, to) => ` ${from} ${Number(to) + 604_800} `));
}

async function mislabelled(): Promise<string> {
  const entry = await keysEntry([[18, 0, 'b']], { epoch: '2026-W51' });
  const [key] = entry.keys as [(typeof entry.keys)[number]];
  const { id: keyId } = await readTokenKey(((await keysEntry([[18, 0, 'a']])).keys[0] as typeof key).spki);
  return signed(formatLogEntry({ ...entry, keys: [{ ...key, keyId }] }));
}

describe('the files of the log', () => {
  it('are there for the published tree and its beginnings, and under no other path', async () => {
    const ground = openGround();
    await ground.open();
    for (const number of upTo(3)) await ground.add(smallText(number));
    await ground.published();
    const leaves = await Promise.all(upTo(3).map((number) => hashLeaf(writeUtf8(smallText(number)))));
    for (const width of [1, 2, 3]) {
      const answer = await ground.get(`/tile/0/000.p/${width}`);
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect(bytes).toEqual(Uint8Array.from(leaves.slice(0, width).flatMap((leaf) => [...leaf])));
    }
    const checkpoint = await ground.get('/checkpoint');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(checkpoint.headers.get('cache-control')).toBe('public, max-age=5');
    for (const path of [
      '0/000',
      '0/000.p/4',
      '0/000.p/03',
      '0/0',
      '0/%30%30%30.p/3',
      '1/000.p/1',
      'entries/001.p/1',
      '64/000',
    ]) {
      expect([path, (await ground.get(`/tile/${path}`)).status]).toEqual([path, 404]);
    }
    expect((await ground.get('/private/head')).status).toBe(404);
    expect(NOON).toBe(ground.clock.time);
  });

  it('are not there before the witnesses have cosigned', async () => {
    const ground = openGround();
    await ground.open();
    await ground.add(smallText(0));
    await ground.published();
    ground.doors.delete('witness1.example');
    const second = await ground.add(smallText(1));
    expect(second).toEqual({ status: 200, index: 1 });
    await expect(ground.published()).rejects.toThrow();
    expect(await readLog(ground)).toEqual([smallText(0)]);
    expect((await ground.get('/tile/0/000.p/2')).status).toBe(404);
  });
});
