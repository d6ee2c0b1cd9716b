import { formatTilePath, openCheckpoint, openTree, readUtf8, tilesOf } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openLogFolder } from '../../services/log/folder-door.ts';
import { createWitnessDoor } from '../../services/witness/room.ts';
import { keysText, LOG, OPERATOR, retireText, signed, smallText, TRUST, upTo, WITNESSES } from '../log/ground.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { startWorkerLog, type WorkerLog } from './log-ground.ts';

const trust = { ...TRUST, quorum: 1 };
const now = () => Math.floor(Date.now() / 1000);
const clock = { now, onJump: () => {} };

/** Every entry, read as a client reads: believing nothing. */
async function readAll({ get }: Pick<WorkerLog, 'get'>): Promise<string[]> {
  const { size, root } = await openCheckpoint(await (await get('/checkpoint')).text(), trust, now());
  const read = async (path: string) => new Uint8Array(await (await get(path)).arrayBuffer());
  const tree = openTree(size, (tile) => read(`/${formatTilePath(tile)}`), root);
  const texts: string[] = [];
  for await (const { entry } of tree.entries(0, size)) texts.push(readUtf8(entry));
  return texts;
}

/** The same log on Node, with the same entries. */
async function onNode(texts: readonly string[]): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const store = openSqlite(':memory:');
  const [signer] = WITNESSES as [(typeof WITNESSES)[number]];
  const witness = createWitnessDoor({ signer, logs: [LOG.key], store, clock, log: () => {} });
  const door = await openLogFolder(temporaryFolder(), {
    ...{ signer: LOG, operators: [{ key: OPERATOR.key }], quorum: 1, clock, log: () => {} },
    witnesses: [{ key: signer.key, url: 'https://witness.example' }],
    fetch: async (input, init) => witness.fetch(new Request(input, init)),
    page: {
      ...{ key: LOG.key, url: 'https://log.example', quorum: 1 },
      witnesses: [{ key: signer.key, url: 'https://witness.example', independent: true }],
    } as never,
  });
  onTestFinished(() => door.close());
  for (const text of texts) {
    const headers = { 'content-type': 'text/plain' };
    await door.fetch(new Request('https://log.example/add', { method: 'POST', headers, body: await signed(text) }));
  }
  await door.refresh(now());
  return async (path, init) => door.fetch(new Request(`https://log.example${path}`, init));
}

const spoken = async (answer: Response, isBodySame = true) => ({
  status: answer.status,
  headers: Object.fromEntries(
    [...answer.headers].filter(
      ([name]) => !/^(date|content-length|transfer-encoding|connection|keep-alive|(cf|mf)-.*)$/.test(name),
    ),
  ),
  ...(isBodySame ? { body: Buffer.from(await answer.arrayBuffer()).toString('base64') } : {}),
});

describe('the log in workerd', () => {
  let ground: WorkerLog;
  beforeAll(async () => {
    ground = await startWorkerLog();
  }, 120_000);
  afterAll(() => ground?.stop());

  it('publishes nothing before a witness has cosigned, and its empty tree after the first minute', async () => {
    expect((await ground.get('/checkpoint')).status).toBe(503);
    expect((await ground.get('/healthz')).status).toBe(503);
    expect(await ground.minute()).toBe('ok');
    expect((await ground.get('/healthz')).status).toBe(200);
    expect(await readAll(ground)).toEqual([]);
  });

  it('takes entries in order, one index each, and gives them to everyone', async () => {
    const texts = [await keysText([[18, 0, 'a']]), await retireText([18, 0, 'a']), smallText(1)];
    for (const [index, text] of texts.entries()) expect(await ground.add(text)).toEqual({ status: 200, index });
    expect(await ground.add(texts[1] as string)).toEqual({ status: 200, index: 1 });
    await ground.minute();
    expect(await readAll(ground)).toEqual(texts);
  });

  it('holds the invariants over a restart, also over one in the middle of everything', async () => {
    const second = await keysText([[18, 0, 'b']]);
    for (const signal of [undefined, 'SIGKILL'] as const) {
      await ground.log.restart(signal);
      expect(await ground.add(second)).toMatchObject({ status: 422, code: 'ERR_LOG_ENTRY' });
      expect(await ground.add(smallText(1))).toEqual({ status: 200, index: 2 });
    }
    expect(await ground.add(smallText(2))).toEqual({ status: 200, index: 3 });
    await ground.minute();
    expect(await readAll(ground)).toHaveLength(4);
  });

  it('gives no index twice when it is killed under a load', async () => {
    const given = new Map<number, string>();
    for (let round = 0; round < 3; round++) {
      const texts = upTo(20).map((number) => smallText(1000 * (round + 1) + number));
      const adding = texts.map(async (text) => {
        const { index } = await ground.add(text);
        if (index === undefined) return;
        expect([undefined, text]).toContain(given.get(index));
        given.set(index, text);
      });
      const settled = Promise.allSettled(adding);
      await new Promise((resolve) => setTimeout(resolve, 20 + 30 * round));
      await ground.log.restart('SIGKILL');
      for (const one of await settled)
        if (one.status === 'rejected') expect(String(one.reason)).not.toContain('expected');
      // Whoever heard nothing asks again.
      for (const text of texts) {
        const { index } = await ground.add(text);
        expect([undefined, text]).toContain(given.get(index as number));
        given.set(index as number, text);
      }
    }
    await ground.minute();
    const all = await readAll(ground);
    for (const [index, text] of given) expect(all[index]).toBe(text);
    expect(given.size).toBe(60);
    expect(all).toHaveLength(4 + 60);
  }, 120_000);
});

describe('every answer of the log in workerd is that of Node', () => {
  const texts: string[] = [];
  let ground: WorkerLog;
  beforeAll(async () => {
    ground = await startWorkerLog();
    const places = await Promise.all(upTo(300).map(async (i) => [(await ground.add(smallText(i))).index, i] as const));
    for (const [place, i] of places) texts[place as number] = smallText(i);
    await ground.minute();
  }, 180_000);
  afterAll(() => ground?.stop());

  it('for every tile of its trees, whole and cut, for pages and for what is not there', async () => {
    const node = await onNode(texts);
    const paths = [
      ...[300, 299, 260, 17]
        .flatMap((size) => [...tilesOf(size, 'entries'), ...tilesOf(size, 0), ...tilesOf(size, 1)])
        .map(formatTilePath),
      ...[
        'tile/0/002',
        'tile/0/001.p/45',
        'tile/0/1',
        'tile/',
        'tile',
        'tile/0/000.p/0',
        'tile/9/000',
        'tile/0/%30%30%30',
        'elsewhere',
        'private/head',
      ],
      ...['page.css', '_test/clock'],
    ];
    const asked = paths.flatMap((path) => ['GET', 'HEAD', 'POST', 'OPTIONS'].map((method) => ({ path, method })));
    for (let at = 0; at < asked.length; at += 32) {
      const compared = asked.slice(at, at + 32).map(async ({ path, method }) => {
        const [here, there] = await Promise.all([ground.get(`/${path}`, { method }), node(`/${path}`, { method })]);
        expect([method, path, await spoken(here)]).toEqual([method, path, await spoken(there)]);
      });
      await Promise.all(compared);
    }
    for (const path of ['/checkpoint', '/healthz', '/'])
      for (const method of ['GET', 'HEAD', 'POST']) {
        const [here, there] = await Promise.all([ground.get(path, { method }), node(path, { method })]);
        // Time stands in the cosignature, and on the page.
        const isSame = path === '/healthz';
        expect([method, path, await spoken(here, isSame)]).toEqual([method, path, await spoken(there, isSame)]);
      }
  }, 120_000);
});

describe('a log whose settings are wrong', () => {
  it('answers nobody, and says nothing outside', async () => {
    const ground = await startWorkerLog({ LOG_SEED: '11'.repeat(32) });
    onTestFinished(() => ground.stop());
    const answer = await ground.add(smallText(1));
    expect(answer).toMatchObject({ status: 503, code: 'ERR_NOT_READY' });
    expect(JSON.stringify(answer)).not.toMatch(/seed/i);
    expect((await ground.get('/checkpoint')).status).toBe(503);
  }, 60_000);
});
