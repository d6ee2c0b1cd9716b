import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../browser/browser.ts';
import { EXIT } from '../conformance/exit-codes.ts';
import { type RunningRooms, startRooms } from '../e2e/running-rooms.ts';
import { whyNoVisits } from '../flow/week-gives-visits.ts';
import { ROOT } from '../laws/sources.ts';
import { type PackedConformance, packConformance } from '../packages/pack-conformance.ts';
import { guideBlock, guideText } from '../programs/guide-block.ts';
import { type Ran, runCommands } from './run-commands.ts';

const GUIDE = 'regulators.md';
const PORT_BASE = 31_000;
const BROKEN_PORT = 31_090;
const BROKEN = `http://colline.localhost:${BROKEN_PORT}`;
/** An examination in a browser takes ten times as long: the demonstration, the broken site and the wallet have it. */
const QUICKLY = { 'conformance site https://site.example': 'conformance site https://site.example --no-browser' };

// The suite has no clock but the machine's.
const whyNot = whyNoBrowser ?? whyNoVisits(600);

describe.skipIf(whyNot)(
  `the guide for regulators, typed line by line${whyNot ? `: ${whyNot}` : ''}`,
  { timeout: 300_000 },
  () => {
    let house: string;
    let packed: PackedConformance;
    let rooms: RunningRooms;
    let broken: ChildProcess;
    // Most of either is waiting for sessions to end: the rest runs meanwhile.
    let honest: Promise<readonly Ran[]>;
    let admitted: Promise<readonly Ran[]>;
    beforeAll(async () => {
      expect(guideBlock(GUIDE, 'regulators start')).toEqual(['npm start']);
      house = mkdtempSync(join(tmpdir(), 'bauta-regulator-'));
      packed = packConformance(house);
      rooms = await startRooms(PORT_BASE, []);
      const [badgate = ''] = guideBlock(GUIDE, 'regulators badgate');
      const line = `exec ${badgate.replace('4020', String(BROKEN_PORT))}`;
      broken = spawn('sh', ['-c', line], { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
      await once(broken.stdout as NodeJS.ReadableStream, 'data');
      honest = type('regulators demo');
      admitted = type('regulators tokens', { ...QUICKLY, 'https://site.example': rooms.origins.demoSite });
    }, 180_000);
    afterAll(async () => {
      await Promise.all([honest, admitted]);
      if (broken?.pid) process.kill(-broken.pid);
      await rooms?.stop();
      rmSync(house, { recursive: true, force: true });
    }, 300_000);

    /** What stands in the place of what is the reader's own. What a block has of its own comes first, and holds. */
    const ownOf = (own: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
      ...own,
      'npx @bauta/conformance': `${process.execPath} ${packed.program}`,
      'http://demo.localhost:4000': rooms.origins.demoSite,
      'http://colline.localhost:4020': BROKEN,
      'https://wallet.example': rooms.origins.wallet,
      'https://issuer.example': rooms.origins.issuer,
      'https://site.example': BROKEN,
      'https://other.example': BROKEN.replace('colline', 'other'),
      ...own,
    });
    /** Runs a block in the one folder that all share. */
    const type = (name: string, own: Readonly<Record<string, string>> = {}): Promise<readonly Ran[]> =>
      runCommands(guideBlock(GUIDE, name), {
        folder: packed.folder,
        own: ownOf(own),
        env: { NO_COLOR: '1', LANG: 'C.UTF-8' },
      });
    function expectEnds(ran: readonly Ran[], exits: readonly number[]): void {
      const said = ran.map(({ command, exit, out, err }) => `${command}\n${exit}\n${out}${err}`).join('\n');
      expect(
        ran.map(({ exit }) => exit),
        said,
      ).toEqual(exits);
      expect(ran.filter(({ err }) => /\bat .*:\d+:\d+/.test(err))).toEqual([]);
    }
    async function run(
      name: string,
      exits: readonly number[],
      own: Readonly<Record<string, string>> = {},
    ): Promise<readonly Ran[]> {
      const ran = await type(name, own);
      expectEnds(ran, exits);
      return ran;
    }
    /** A text of the guide, with what stands in the place of what is the reader's own. */
    const shownAs = (name: string): string =>
      Object.entries(ownOf({})).reduce((text, [from, to]) => text.replaceAll(from, to), guideText(GUIDE, name, 'text'));
    /** Each line that the guide shows was printed, up to where it leaves off. */
    const expectShown = (ran: Ran | undefined, name: string): void => {
      const shown = shownAs(name).split('\n');
      expect(ran?.out.split('\n')).toEqual(expect.arrayContaining(shown.filter((line) => line !== '…')));
    };
    const isReport = (folder: string): boolean => existsSync(join(packed.folder, folder, 'report.en.html'));

    it('the machine has what is needed', async () => {
      const [node] = await run('regulators node', [EXIT.held]);
      expect(node?.out).toMatch(/^v\d+\./);
      await run('regulators ready', [EXIT.held, EXIT.held]);
    });

    it('a broken site, an issuer and a wallet', async () => {
      const [breach] = await run('regulators blur', [EXIT.breach]);
      expectShown(breach, 'regulators blur shown');
      await run('regulators rooms', [EXIT.held, EXIT.held]);
      expect(['blur-only', 'issuer-example', 'wallet-example'].filter((name) => !isReport(name))).toEqual([]);
    });

    it('a live site, with and without authority', async () => {
      await run('regulators live', [EXIT.held, EXIT.breach], QUICKLY);
      await run('regulators active', [EXIT.breach], QUICKLY);
    });

    it('a number is explained, and another text is the measure', async () => {
      const [list] = await run('regulators explain', [EXIT.held, EXIT.held, EXIT.held]);
      expect(list?.out).toContain('it-agcom-96-25');
      await run('regulators italy', [EXIT.inconclusive], QUICKLY);
    });

    it('a questionnaire, and what was answered', async () => {
      await run('regulators questions', [EXIT.held]);
      const file = join(packed.folder, 'answers.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"answer": ""', '"answer": "By a contract."'));
      await run('regulators declared', [EXIT.breach], QUICKLY);
    });

    it('signed, verified, packed and judged again', async () => {
      await run('regulators key', [EXIT.held]);
      const [, stamped] = await run('regulators signed', [EXIT.breach, EXIT.configuration], QUICKLY);
      expect([stamped?.err, isReport('site-example-stamped')]).toEqual([expect.stringContaining('tsa.example'), true]);
      const [verified] = await run('regulators verify', [EXIT.held]);
      expectShown(verified, 'regulators verify shown');
      // A line for each operating system.
      const digest = guideBlock(GUIDE, 'regulators digest').filter((line) => line.startsWith('sha256sum '));
      const [told] = await runCommands(digest, { folder: packed.folder });
      const signature = readFileSync(join(packed.folder, 'site-example-signed/report.dsse.json'));
      expect(told?.out.split(' ')[0]).toBe(createHash('sha256').update(signature).digest('hex'));
      await run('regulators pack', [EXIT.held]);
      await run('regulators replay', [EXIT.breach, EXIT.breach]);
    });

    it('many sites are followed', async () => {
      writeFileSync(join(packed.folder, 'sites.txt'), shownAs('regulators sites'));
      await run('regulators watch', [EXIT.breach], { '--once': '--no-browser --once' });
      expect(existsSync(join(packed.folder, 'watch/overview.en.html'))).toBe(true);
    });

    it('an honest site, and going in as an adult', async () => {
      expectEnds(await honest, [EXIT.held]);
      expectShown((await honest)[0], 'regulators demo shown');
      // Without a browser the main things are not seen.
      expectEnds(await admitted, [EXIT.held, EXIT.inconclusive]);
      expect(['demo', 'site-example-tokens'].filter((name) => !isReport(name))).toEqual([]);
    });
  },
);
