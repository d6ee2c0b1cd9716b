import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runMonitor } from '../../services/log/monitor/run-monitor.ts';
import { PAGE_LANGUAGES, type PageLanguage } from '../../services/log/page/text/text.ts';
import { type Shape, shapeOf } from '../../services/log/page/tree-shape.ts';
import { elementsOf } from '../unit/gate/html.ts';
import { NOON, upTo } from './ground.ts';
import { type LogWithPage, livelyLog, logWithPage } from './log-page-ground.ts';

/** The words of a command as a shell takes them. */
const wordsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

/** The commands that stand on the page, each in its words. */
async function commandsOf(log: LogWithPage): Promise<readonly string[][]> {
  const page = await (await log.get('/')).text();
  // As they are copied: the parser makes line ends into spaces, and a backslash before one would be a word.
  return elementsOf(page, 'pre').map(({ text }) => wordsOf(text.replaceAll(' \\ ', ' ')));
}

describe('the commands on the log’s page', () => {
  it('run: the monitor reads this log and finds nothing wrong', async () => {
    const log = await logWithPage(await livelyLog());
    const [, monitor = []] = await commandsOf(log);
    expect(monitor.slice(0, 5)).toEqual(['npm', 'run', '-s', 'monitor', '--']);
    let printed = '';
    const files = new Map<string, string>();
    const code = await runMonitor(monitor.slice(5), {
      fetch: async (input, init) => log.fetch(input, init),
      now: () => NOON,
      read: (path) => files.get(path),
      write: (path, text) => void files.set(path, text),
      print(text) {
        printed += text;
      },
      complain(text) {
        printed += text;
      },
    });
    expect([code, printed]).toEqual([0, 'log.example/bauta: 15 entries, nothing wrong.\n']);
    expect([...files.keys()]).toEqual(['log-seen.json']);
  });

  it('name the checkpoint, and the wallets whose builds are in the log', async () => {
    const log = await logWithPage(await livelyLog());
    const [checkpoint = [], , wallet] = await commandsOf(log);
    expect((await log.fetch(checkpoint[2] as string)).status).toBe(200);
    expect(wallet).toEqual(['npm', 'run', '-s', 'check-wallet', '--', 'https://wallet.example']);
  });

  it('are one word where they must be, whatever is in it', async () => {
    const url = "https://log.example/it's $(here) <b>";
    const [checkpoint] = await commandsOf(await logWithPage([], { page: { url } }));
    expect(checkpoint).toEqual(['curl', '-s', `${url}/checkpoint`]);
  });
});

/** Entries and parts, from left to right, by how many entries each stands for. */
function countsOf(shape: Shape): number[] {
  if (shape.kind === 'node') return [...countsOf(shape.left), ...countsOf(shape.right)];
  return [shape.kind === 'leaf' ? 1 : shape.count];
}

describe('the drawn tree', () => {
  it('has every entry, at its right edge one by one, and never many columns', () => {
    const sizes = [...upTo(600).map((i) => i + 1), 65_535, 65_536, 65_537, 100_000, 2 ** 20 - 1, 2 ** 20 + 9];
    for (const size of sizes) {
      const counts = countsOf(shapeOf(size));
      expect(counts.reduce((sum, count) => sum + count)).toBe(size);
      expect(counts.slice(-Math.min(size, 8)).every((count) => count === 1)).toBe(true);
      expect(counts.length).toBeLessThanOrEqual(17);
      expect(counts.filter((count) => count > 1).length).toBeLessThanOrEqual(2);
    }
  });
});

type Leaf = string | ((...args: unknown[]) => string);

function leaves(value: unknown, path = ''): [string, Leaf][] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Leaf]];
  return Object.entries(value as object).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name));
}

/** Lists are asked for where there is one. */
const say = ([name, leaf]: [string, Leaf]): string =>
  typeof leaf === 'string' ? leaf : name === 'ages' ? leaf([18]) : leaf(...upTo(leaf.length).map(() => 18));

describe.each(Object.keys(PAGE_LANGUAGES) as PageLanguage[])('the sentences of the page in %s', (language) => {
  const sentences = leaves(PAGE_LANGUAGES[language]);

  it('are all there, promise nothing that is not so, and raise no voice', () => {
    expect(sentences.map(([name]) => name)).toEqual(leaves(PAGE_LANGUAGES.en).map(([name]) => name));
    for (const sentence of sentences) {
      expect([sentence[0], say(sentence).trim()]).not.toEqual([sentence[0], '']);
      expect(say(sentence)).not.toMatch(/anonym|certif|cnil|arcom|!|magi[cq]|minor|mineur|enfant|child/i);
    }
  });

  it('keep the French spaces before high signs', () => {
    if (language !== 'fr') return;
    for (const sentence of sentences) expect(say(sentence)).not.toMatch(/[^\u00a0\d][:;?»]|«[^\u00a0]| [:;?»]/);
  });
});
