/** What a rule stands for and where it is kept, as the specification says it. */
export interface SpecCoverage {
  /** Ids of the rules, in the order of the text. */
  readonly rules: readonly string[];
  /** A line for each fault: an id without a row, a path that leads nowhere, a code that nobody knows. */
  readonly faults: readonly string[];
  /** Ids whose row names no test. */
  readonly untested: readonly string[];
}

/** What the text is compared with. */
export interface SpecGround {
  /** Every path of the tree. */
  readonly paths: ReadonlySet<string>;
  /** Every code of `sdk/protocol/errors.ts`. */
  readonly codes: ReadonlySet<string>;
}

/** `- **BP-GROUP-n** (ERR_CODE, ERR_OTHER or -) text` */
const RULE = /^- \*\*(BP-[A-Z]+-[1-9]\d*)\*\* \(([^)]*)\) \S/;
/** `| BP-GROUP-n | code file | test file or - |` */
const ROW = /^\| (BP-[A-Z]+-[1-9]\d*) \| ([^|]*) \| ([^|]*) \|$/;
/** A line that was meant to be one of the two. */
const MEANT = /^\s*(?:[-*]\s*\*{0,2}|\|\s*)BP-/;
const TEST = /^test\/.+\.test\.ts$/;

/** Compares the rules of `spec/protocol.md` with its own last table, the tree, and the table of errors. */
export function judgeSpec(text: string, { paths, codes }: SpecGround): SpecCoverage {
  const rules: string[] = [];
  const rows = new Map<string, { readonly code: string; readonly test: string }>();
  const faults: string[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const [, id, refusals] = RULE.exec(line) ?? [];
    const [, rowId, code, test] = ROW.exec(line) ?? [];
    if (id !== undefined && refusals !== undefined) {
      if (rules.includes(id)) faults.push(`${id}: stands twice`);
      rules.push(id);
      faults.push(...unknownCodes(refusals, codes).map((one) => `${id}: ${one} is no code`));
    } else if (rowId !== undefined && code !== undefined && test !== undefined) {
      if (rows.has(rowId)) faults.push(`${rowId}: has two rows`);
      rows.set(rowId, { code, test });
    } else if (MEANT.test(line)) {
      faults.push(`line ${i + 1}: neither a rule nor a row`);
    }
  }
  for (const id of rules) if (!rows.has(id)) faults.push(`${id}: has no row`);
  for (const [id, { code, test }] of rows) {
    if (!rules.includes(id)) faults.push(`${id}: has a row and no rule`);
    if (!paths.has(code)) faults.push(`${id}: ${code} does not exist`);
    if (test !== '-' && !(TEST.test(test) && paths.has(test))) faults.push(`${id}: ${test} is no test`);
  }
  return { rules, faults, untested: [...rows].filter(([, { test }]) => test === '-').map(([id]) => id) };
}

function unknownCodes(refusals: string, codes: ReadonlySet<string>): readonly string[] {
  return refusals === '-' ? [] : refusals.split(', ').filter((code) => !codes.has(code));
}

/** Paths of this repository that a text names in backticks or in a cell, as `sdk/gate/policy.ts`, and that do not exist. */
export function findDeadPaths(text: string, paths: ReadonlySet<string>): readonly string[] {
  const named = text.match(/(?<![\w./@-])(?:sdk|services|demo-site|spec|test|\.ci|\.github)\/[\w./-]*\w/g) ?? [];
  const folders = new Set([...paths].flatMap((path) => foldersOf(path)));
  return [...new Set(named)].filter((path) => !paths.has(path) && !folders.has(path));
}

/** Relative links of a Markdown file that lead to nothing. @param file its own path from the root. */
export function findDeadLinks(file: string, text: string, paths: ReadonlySet<string>): readonly string[] {
  const folders = new Set([...paths].flatMap((path) => foldersOf(path)));
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);
  return links
    .filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith('#'))
    .map((link) => resolve(file, link.replace(/[#?].*$/, '')))
    .filter((path) => !paths.has(path) && !folders.has(path.replace(/\/$/, '')));
}

function resolve(file: string, link: string): string {
  return new URL(link, `file:///${file}`).pathname.slice(1);
}

function foldersOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, i) => segments.slice(0, i + 1).join('/'));
}
