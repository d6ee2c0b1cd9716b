/** What the rows of the threat model are compared with. */
export interface ThreatGround {
  /** Every path of the tree. */
  readonly paths: ReadonlySet<string>;
  /** The text of a file. */
  readonly read: (path: string) => string;
  /** Ids that need a row each. */
  readonly wanted: readonly string[];
}

/** Rows by id; and a line for each fault of the document. */
export interface ThreatRows {
  readonly ids: readonly string[];
  readonly faults: readonly string[];
  /** Ids whose row says that something has no test yet. */
  readonly untested: readonly string[];
}

const ID = /^\| ([ACMO][1-9]\d?) \|/;
/** A row that was meant to have an id; the heads of the tables begin with `#`. */
const MEANT = /^\| [A-Z]+\d+\b/;
const CODE = /^`((?:sdk|services|demo-site)\/[\w./-]+\.(?:ts|mjs))`$/;
/** A file of tests, or of promises that several of them hold bodies to; then a title. */
const CITED = /`(test\/[\w./-]+(?:\.test|-contract)\.ts)` “([^”]+)”/g;
const NO_TEST = /no test yet: [^;]{10,}/i;

/** Judges `| id | attack | choice | code | test | what is left |`, row by row. */
export function judgeThreats(text: string, ground: ThreatGround): ThreatRows {
  const ids: string[] = [];
  const faults: string[] = [];
  const untested: string[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const id = ID.exec(line)?.[1];
    if (id === undefined) {
      if (MEANT.test(line)) faults.push(`line ${i + 1}: a row without a good id`);
      continue;
    }
    const cells = line.split(' | ');
    const [, , choice = '', code = '', test = '', left = ''] = cells;
    if (cells.length !== 6 || choice === '' || left === '|') faults.push(`${id}: not six full cells`);
    if (ids.includes(id)) faults.push(`${id}: has two rows`);
    ids.push(id);
    faults.push(...faultsOfCode(code, ground).map((fault) => `${id}: ${fault}`));
    faults.push(...faultsOfTest(test, ground).map((fault) => `${id}: ${fault}`));
    if (NO_TEST.test(test)) untested.push(id);
  }
  for (const id of ground.wanted) if (!ids.includes(id)) faults.push(`${id}: has no row`);
  return { ids, faults, untested };
}

function faultsOfCode(cell: string, { paths }: ThreatGround): readonly string[] {
  return cell.split(', ').flatMap((named) => {
    const path = CODE.exec(named)?.[1];
    if (path === undefined) return [`${named} is no path of code`];
    return paths.has(path) ? [] : [`${path} does not exist`];
  });
}

function faultsOfTest(cell: string, { paths, read }: ThreatGround): readonly string[] {
  const cited = [...cell.matchAll(CITED)];
  const rest = cell.replace(CITED, '').replace(NO_TEST, '').replace(/[ ·;]/g, '');
  if (rest !== '') return [`${rest} is neither a test with its title nor "no test yet: …"`];
  if (cited.length === 0 && !NO_TEST.test(cell)) return ['names no test, and does not say so'];
  return cited.flatMap(([, path = '', title = '']) => {
    if (!paths.has(path)) return [`${path} does not exist`];
    return hasTest(read(path), title) ? [] : [`${path} has no test “${title}”`];
  });
}

/** Whether `it` has exactly this title: a comment or another string with these words does not count. */
function hasTest(source: string, title: string): boolean {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // A table of cases may end on a line of its own: `])('of %s', …`.
  const opening = String.raw`(?:\bit\b[^\n]*|^[ \t]*\]\))\(\s*`;
  return new RegExp(`${opening}(['"\`])${escaped}\\1,`, 'm').test(source);
}
