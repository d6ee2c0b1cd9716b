import {
  type Bytes,
  concat,
  hashNode,
  openTree,
  type ReadTile,
  writeEntryBundle,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { growTiles } from '../../services/log/tree/grow-tiles.ts';
import { signHead } from '../../services/log/tree/signed-head.ts';
import { keysText, LOG, smallText, upTo } from './ground.ts';
import { type LogWithPage, livelyLog, logWithPage, pageOver } from './log-page-ground.ts';

/** A log of 100,000 entries, of which every 256 are the same. */
async function longLog(): Promise<LogWithPage> {
  const bundle = [...upTo(240).map(smallText), ...(await livelyLog()), smallText(999)].map(writeUtf8);
  const tiles = await growTiles(0, bundle, async () => new Uint8Array(0));
  const hashes = [0, 1].map((level) => tiles.find((tile) => tile.level === level)?.bytes as Bytes);
  let top = hashes[1] as Bytes;
  for (let height = 0; height < 8; height++) top = await hashNode(top, top);
  const rows = [hashes[0] as Bytes, concat(...upTo(256).map(() => hashes[1] as Bytes)), top];
  const read: ReadTile = async ({ level, width }) =>
    level === 'entries' ? writeEntryBundle(bundle.slice(0, width)) : (rows[level] as Bytes).slice(0, 32 * width);
  const size = 100_000;
  return pageOver(await signHead({ size, root: await openTree(size, read).root() }, LOG), read);
}

describe('a long log', () => {
  it('costs a few tiles once, however long it is and however many ask', async () => {
    const log = await longLog();
    const [page = ''] = await Promise.all(['/', '/?lang=fr'].map(async (path) => (await log.get(path)).text()));
    await log.get('/');
    expect(log.read.filter((path) => path.includes('entries'))).toHaveLength(8);
    expect(log.read.length).toBeLessThanOrEqual(8 + 8 + 3);
    expect(page.length).toBeLessThan(80_000);
    expect(page).toContain('100,000');
  });

  it('reads on while there are keys of these weeks, and stops after eight bundles', async () => {
    const key = await keysText([[18, 0, 'a']], { epoch: '2026-W48' });
    const many = await logWithPage(upTo(10 * 256).map(() => key));
    const page = await (await many.get('/')).text();
    expect(many.read.filter((path) => path.includes('entries'))).toHaveLength(8);
    expect(page).toContain('Made from entries no. 512 to 2,559');
  });
});
