import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { backUpLog, checkRestoredLog, type LogFiles, restoreLog } from '../../services/admin/copy-log.ts';
import { LOG, WITNESSES } from './ground.ts';
import { openGround } from './log-ground.ts';
import { openInstance } from './year/issuer.ts';

const WEEK = 7 * 86_400;

async function openLog() {
  const ground = openGround();
  await ground.open();
  const instance = openInstance(ground);
  await instance.book.refresh(ground.clock.time);
  await ground.published();
  const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const settings: LogFiles['settings'] = {
    ...{ signer: LOG, fetch: ground.fetch },
    witnesses: WITNESSES.map(({ key }, i) => ({ key, url: `https://witness${i}.example` })),
  };
  const grow = async () => {
    ground.clock.time += WEEK;
    await instance.book.refresh(ground.clock.time);
    await ground.published();
  };
  const at = (name: string): string => join(folder, name);
  return {
    ground,
    grow,
    at,
    live: { folder: ground.folder, settings },
    filesAt: (name: string) => ({ folder: at(name), settings }),
  };
}

const said = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error) => `${error.code ?? error.constructor.name} ${error.cause ?? error.message}`,
  );

it('copies a log while it runs, and goes on from the copy when no witness has seen more', async () => {
  const { ground, at, live, filesAt } = await openLog();
  const { json, text } = await backUpLog(live, at('backup'));
  expect(text[0]).toMatch(/^The backup is made: 4 entries/);
  const restored = await restoreLog(filesAt('restored'), at('backup'));
  expect(restored.json).toEqual({ act: 'restore', size: json.size });
  for (const name of ['checkpoint', 'private/head']) {
    expect(readFileSync(join(at('restored'), name), 'utf8')).toBe(readFileSync(join(ground.folder, name), 'utf8'));
  }
  expect((await checkRestoredLog(filesAt('restored'))).json).toEqual({ act: 'restored', size: json.size });
});

it('is refused when a witness has seen more, and leaves nothing', async () => {
  const { grow, at, live, filesAt } = await openLog();
  await backUpLog(live, at('backup'));
  await grow();
  const refused = await said(restoreLog(filesAt('restored'), at('backup')));
  expect(refused).toMatch(/^TypeError the backup has 4 entries, a witness has seen 5: /);
  expect(await said(checkRestoredLog(filesAt('backup')))).toMatch(/a witness has seen 5/);
  expect(readdirSync(at('.'))).toEqual(['backup']);
});

it('is refused while a witness does not answer: it may have seen more', async () => {
  const { ground, at, live, filesAt } = await openLog();
  await backUpLog(live, at('backup'));
  ground.doors.delete('witness1.example');
  expect(await said(restoreLog(filesAt('restored'), at('backup')))).toMatch(/^ERR_LOG_QUORUM/);
  expect(readdirSync(at('.'))).toEqual(['backup']);
});

it.each([
  ['a folder that is there', 'backup', 'backup', /something in that place/],
  ['a folder without a log', 'restored', 'nothing', /no log in that folder/],
])('is refused for %s', async (_, to, from, cause) => {
  const { at, live, filesAt } = await openLog();
  await backUpLog(live, at('backup'));
  expect(await said(restoreLog(filesAt(to), at(from)))).toMatch(cause);
  expect(readdirSync(at('.'))).toEqual(['backup']);
});

it('is refused for a backup that was changed, or is another log', async () => {
  const { at, live, filesAt } = await openLog();
  await backUpLog(live, at('backup'));
  const tiles = readdirSync(at('backup'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /entries.*\d$/.test(path),
  );
  const entries = tiles.find((path) => /\.p\/\d+$/.test(path)) as string;
  const path = join(at('backup'), entries);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.with(bytes.length - 2, (bytes.at(-2) as number) ^ 1));
  expect(await said(restoreLog(filesAt('restored'), at('backup')))).toMatch(/^ERR_STORE_UNAVAILABLE tile\/entries/);
  writeFileSync(path, bytes);
  const other = { ...filesAt('restored').settings, signer: WITNESSES[0] as typeof LOG };
  expect(await said(restoreLog({ folder: at('restored'), settings: other }, at('backup')))).toMatch(
    /no checkpoint of this log/,
  );
  expect(readdirSync(at('.'))).toEqual(['backup']);
});
