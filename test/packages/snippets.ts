import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../laws/sources.ts';

/** Code that a reader is told to copy. */
export interface Snippet {
  /** What stands in the comment before it: `<!-- runs: express -->`. */
  readonly runs: string;
  /** The file that it stands in, from the root. */
  readonly file: string;
  readonly code: string;
}

const FENCE = /<!-- runs: ([a-z-]+) -->\n+```\w+\n([\s\S]*?)```/g;

/** The fenced code of the README and of the sites' guides that says by which test it runs. */
function listSnippets(): readonly Snippet[] {
  const guides = readdirSync(join(ROOT, 'spec/guides')).filter((name) => /^site-.*\.md$/.test(name));
  return ['README.md', ...guides.map((name) => `spec/guides/${name}`)].flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(FENCE)].map(([, runs = '', code = '']) => ({
      runs,
      file,
      code,
    })),
  );
}

/** Those of one kind, the README's first. @throws when nobody has one. */
export function snippetsOf(runs: string): readonly [Snippet, ...Snippet[]] {
  const [first, ...rest] = listSnippets().filter((snippet) => snippet.runs === runs);
  if (!first) throw new Error(`no snippet is marked "runs: ${runs}"`);
  return [first, ...rest];
}
