import { describe, expect, it } from 'vitest';
import { findShared, findUnmarked, findUnused, listBlocks } from './guide-blocks.ts';
import { readFiles } from './sources.ts';

const blocks = listBlocks(readFiles(/^(README\.md|spec\/guides\/[^/]+\.md|spec\/examples\/.+\.md)$/));
const tests = new Map([...readFiles(/^test\/.*\.ts$/)].filter(([path]) => !path.startsWith('test/laws/')));

describe('the commands of the guides', () => {
  it('each run in a test, or say why not', () => {
    expect(blocks.length).toBeGreaterThan(100);
    expect(findUnmarked(blocks)).toEqual([]);
  });

  it('are asked for by a test where they say so', () => {
    expect(findUnused(blocks, tests)).toEqual([]);
  });

  it('have names of their own', () => {
    expect(findShared(blocks)).toEqual([]);
  });
});

describe('the comparison', () => {
  const fenced = (mark: string, language = 'sh', indent = ''): string =>
    `Text.\n\n${mark}\n${indent}\`\`\`${language}\n${indent}npm start\n${indent}\`\`\`\n`;
  const judge = (text: string): readonly string[] => findUnmarked(listBlocks(new Map([['a.md', text]])));

  it('finds a block that says nothing, wherever it stands', () => {
    expect(judge(fenced(''))).toEqual(['a.md:4: neither runs nor says why it does not']);
    expect(judge(fenced('', 'bash', '   ')).length).toBe(1);
    expect(judge(fenced('<!-- not run: needs root, and a disk -->\n\nMore text.\n')).length).toBe(1);
    expect(judge(fenced('', 'toml'))).toEqual([]);
  });

  it('takes a name, and a reason that is one', () => {
    expect(judge(fenced('<!-- runs: start -->\n'))).toEqual([]);
    expect(judge(fenced('<!-- not run: needs root, and a disk -->\n', 'sh', '   '))).toEqual([]);
    expect(judge(fenced('<!-- not run: no -->\n'))).toEqual(['a.md:5: gives no reason']);
  });

  it('finds a name that no test asks for', () => {
    const named = listBlocks(new Map([['a.md', fenced('<!-- runs: house start -->\n')]]));
    const asks = (text: string): readonly string[] => findUnused(named, new Map([['test/a.ts', text]]));
    expect(asks("guideBlock('a.md', 'house start')")).toEqual([]);
    expect(asks('house start')).toEqual(['a.md:5: no test runs "house start"']);
  });

  it('finds a name that two guides have', () => {
    const text = fenced('<!-- runs: start -->\n');
    const twice = listBlocks(
      new Map([
        ['a.md', text],
        ['b.md', text],
      ]),
    );
    expect(findShared(twice)).toEqual(['"start" stands in a.md, b.md']);
  });
});
