import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type Bytes,
  cosignedAt,
  formatBase64,
  formatNote,
  formatTilePath,
  type NoteSigner,
  openTree,
  parseNote,
  parseSignatureLine,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { openSqlite, type SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { growTiles } from '../../services/log/tree/grow-tiles.ts';
import { signHead } from '../../services/log/tree/signed-head.ts';
import { createWitnessDoor } from '../../services/witness/room.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { LOG, NOON, signerOf, smallText, upTo, WITNESSES } from './ground.ts';
import { startRival } from './rival-process.ts';

const WITNESS = WITNESSES[0] as NoteSigner;

/** A tree of small entries; `twist` makes another one of the same size. */
async function treeOf(size: number, twist = 0) {
  const entries = upTo(size).map((number) => writeUtf8(smallText(number + twist)));
  const tiles = new Map<string, Bytes>();
  for (const tile of await growTiles(0, entries, async () => new Uint8Array(0))) {
    tiles.set(formatTilePath(tile), tile.bytes);
  }
  const tree = openTree(size, async (tile) => tiles.get(formatTilePath(tile)) as Bytes);
  return { tree, head: { size, root: await tree.root() } };
}

interface Sent {
  readonly size: number;
  readonly old: number;
  readonly twist?: number;
  readonly signer?: NoteSigner;
  /** In place of the proof. */
  readonly proof?: readonly string[];
}

async function bodyOf({ size, old, twist = 0, signer = LOG, proof }: Sent): Promise<string> {
  const { tree, head } = await treeOf(size, twist);
  const lines = proof ?? (old <= size ? (await tree.consistencyProof(old)).map(formatBase64) : []);
  return [`old ${old}`, ...lines, '', (await signHead(head, signer)).text].join('\n');
}

function openWitness(database: SqliteDatabase = openSqlite(':memory:')) {
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  const clock = { now: () => NOON, onJump: () => {} };
  const door = createWitnessDoor({ signer: WITNESS, logs: [LOG.key], store: database, clock, log: () => {} });
  const post = (body: string): Promise<Response> =>
    Promise.resolve(door.fetch(new Request('https://witness.example/add-checkpoint', { method: 'POST', body })));
  return { post, send: async (sent: Sent) => post(await bodyOf(sent)) };
}

describe('the witness', () => {
  it('cosigns the first checkpoint and each one that continues it', async () => {
    const { post } = openWitness();
    for (const [old, size] of [
      [0, 0],
      [0, 3],
      [3, 3],
      [3, 300],
    ] as const) {
      const body = await bodyOf({ old, size });
      const answer = await post(body);
      expect(answer.status).toBe(200);
      const line = await answer.text();
      expect(line.endsWith('\n')).toBe(true);
      const { text } = parseNote(body.slice(body.indexOf('\n\n') + 2));
      const note = { text, signatures: [parseSignatureLine(line.slice(0, -1))] };
      expect(await cosignedAt(note, WITNESS.key)).toBe(NOON);
    }
  });

  const random = formatBase64(new Uint8Array(32).fill(7));
  it.each<[number, string, () => Promise<string>]>([
    [400, 'no empty line', async () => 'old 3'],
    [400, 'no old size', async () => (await bodyOf({ old: 3, size: 5 })).replace('old 3', 'old')],
    [
      400,
      'an old size with a leading zero',
      async () => (await bodyOf({ old: 3, size: 5 })).replace('old 3', 'old 03'),
    ],
    [400, 'a line that is no hash', () => bodyOf({ old: 3, size: 5, proof: ['AAAA'] })],
    [400, 'more than 63 hashes', () => bodyOf({ old: 3, size: 5, proof: upTo(64).map(() => random) })],
    [400, 'a checkpoint that is none', async () => 'old 3\n\nlog.example/bauta\n5\n\n'],
    [400, 'an old size above the checkpoint', () => bodyOf({ old: 6, size: 5 })],
    [
      403,
      'a checkpoint that the log did not sign',
      () => bodyOf({ old: 3, size: 5, signer: { ...LOG, sign: OTHER.sign } }),
    ],
    [403, 'only the signature of a stranger', async () => strange()],
    [404, 'a log that it does not know', () => bodyOf({ old: 3, size: 5, signer: OTHER })],
    [409, 'an old size below the last', () => bodyOf({ old: 2, size: 5 })],
    [409, 'an old size above the last', () => bodyOf({ old: 4, size: 5 })],
    [409, 'another tree of the same size', () => bodyOf({ old: 3, size: 3, twist: 1 })],
    [422, 'a proof of another tree', () => bodyOf({ old: 3, size: 5, twist: 1 })],
    [422, 'no proof', () => bodyOf({ old: 3, size: 5, proof: [] })],
    [422, 'a hash too many', () => bodyOf({ old: 3, size: 3, proof: [random] })],
  ])('answers %i to %s', async (status, _, body) => {
    const { post, send } = openWitness();
    expect((await send({ old: 0, size: 3 })).status).toBe(200);
    const answer = await post(await body());
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe(status === 409 ? 'text/x.tlog.size' : null);
    expect(await answer.text()).toBe(status === 409 ? '3\n' : '');
    // Whatever it was, nothing moved.
    expect((await send({ old: 3, size: 5 })).status).toBe(200);
  });

  it('answers 422 to a proof for the first checkpoint, and 409 to an empty tree with a root', async () => {
    const { send, post } = openWitness();
    expect((await send({ old: 0, size: 3, proof: [random] })).status).toBe(422);
    const { head } = await treeOf(1);
    const { text } = await signHead({ ...head, size: 0 }, LOG);
    expect((await post(`old 0\n\n${text}`)).status).toBe(409);
    expect((await post('x'.repeat(70_000))).status).toBe(413);
  });

  it('remembers, over a restart', async () => {
    const file = join(temporaryFolder(), 'witness.db');
    const database = openSqlite(file);
    expect((await openWitness(database).send({ old: 0, size: 3 })).status).toBe(200);
    database.close();
    const { send } = openWitness(openSqlite(file));
    expect((await send({ old: 0, size: 3, twist: 1 })).status).toBe(409);
    expect((await send({ old: 3, size: 4, twist: 1 })).status).toBe(422);
  });

  it('lets one of two checkpoints win that arrive together', async () => {
    const { send } = openWitness();
    await send({ old: 0, size: 3 });
    const answers = await Promise.all([send({ old: 3, size: 5 }), send({ old: 3, size: 9 })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('moves one state in two processes, each step once', async () => {
    const file = join(temporaryFolder(), 'witness.db');
    const rivals = [startRival('advance', file), startRival('advance', file)];
    onTestFinished(() => rivals.forEach((rival) => void rival.kill('SIGKILL')));
    const lines = rivals.map((rival) => createInterface({ input: rival.stdout })[Symbol.asyncIterator]());
    await Promise.all(lines.map((line) => line.next()));
    for (const rival of rivals) rival.stdin.write('go\n');
    const won = await Promise.all(lines.map(async (line) => JSON.parse((await line.next()).value) as number[]));
    expect(won.flat().sort((a, b) => a - b)).toEqual(upTo(200).map((size) => size + 1));
  });
});

const OTHER = await signerOf('other.example', 'log');

/** The right checkpoint, signed by somebody else alone. */
async function strange(): Promise<string> {
  const body = await bodyOf({ old: 3, size: 5 });
  const start = body.indexOf('\n\n') + 2;
  const { text } = parseNote(body.slice(start));
  const other = parseNote((await signHead((await treeOf(5)).head, OTHER)).text);
  return body.slice(0, start) + formatNote({ text, signatures: other.signatures });
}
