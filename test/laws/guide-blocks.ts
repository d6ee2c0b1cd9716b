import type { Sources } from './sources.ts';

/** A block of code in a guide, and what stands in the comment above it. */
export interface GuideBlock {
  readonly file: string;
  /** Where its fence opens, from 1. */
  readonly line: number;
  /** What stands behind the fence: `sh`. */
  readonly language: string;
  /** By which test it runs. */
  readonly runs: string | undefined;
  /** Why none runs it. */
  readonly notRun: string | undefined;
  readonly code: string;
}

const FENCE = /^( *)```(\S*)\n([\s\S]*?)^\1```$/gm;
const MARK = /<!-- (runs|not run): ([^\n]*?) -->\n+ *$/;
/** Fewer letters are no reason. */
const REASON = 12;
/** What a block of commands may be called by. */
const COMMANDS: readonly string[] = ['sh', 'bash', 'shell', 'console'];

/** Every block of these files. */
export function listBlocks(guides: Sources): readonly GuideBlock[] {
  return [...guides].flatMap(([file, text]) =>
    [...text.matchAll(FENCE)].map(({ index, 2: language = '', 3: code = '' }) => {
      const before = text.slice(0, index);
      const [, kind, said] = MARK.exec(before) ?? [];
      return {
        ...{ file, line: before.split('\n').length, language, code },
        runs: kind === 'runs' ? said : undefined,
        notRun: kind === 'not run' ? said : undefined,
      };
    }),
  );
}

/** A line for each block of commands of which nobody says by what test it runs, or why it does not. */
export function findUnmarked(blocks: readonly GuideBlock[]): readonly string[] {
  return blocks.flatMap(({ file, line, language, runs, notRun }) => {
    const where = `${file}:${line}`;
    if (notRun !== undefined && notRun.length < REASON) return [`${where}: gives no reason`];
    if (!COMMANDS.includes(language) || runs !== undefined || notRun !== undefined) return [];
    return [`${where}: neither runs nor says why it does not`];
  });
}

/** A line for each name of a block that no test has in quotes. */
export function findUnused(blocks: readonly GuideBlock[], tests: Sources): readonly string[] {
  const texts = [...tests.values()];
  return blocks.flatMap(({ file, line, runs }) =>
    runs === undefined || texts.some((text) => text.includes(`'${runs}'`) || text.includes(`runs: ${runs} -->`))
      ? []
      : [`${file}:${line}: no test runs "${runs}"`],
  );
}

/** A line for each name that two guides have: a test that asks for it would not know which one. */
export function findShared(blocks: readonly GuideBlock[]): readonly string[] {
  const files = new Map<string, Set<string>>();
  for (const { runs, language, file } of blocks) {
    if (runs === undefined || !COMMANDS.includes(language)) continue;
    files.set(runs, (files.get(runs) ?? new Set()).add(file));
  }
  return [...files].flatMap(([name, where]) =>
    where.size > 1 ? [`"${name}" stands in ${[...where].join(', ')}`] : [],
  );
}
