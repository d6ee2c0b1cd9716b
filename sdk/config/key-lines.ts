const TABLE = /^\s*\[\[?\s*([^[\]#]+?)\s*\]\]?\s*(?:#.*)?$/;
const KEY = /^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$/;
const PART = /[\w-]+|"[^"]*"|'[^']*'/g;

/**
 * The line, from 1, on which each key of a TOML file first stands, by its path with dots (`policy.lease_seconds`).
 * The parser says nothing of places; this looks for keys alone, in a text that the parser has taken already.
 */
export function findKeyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let table: readonly string[] = [];
  let closing: string | undefined;

  function keep(path: readonly string[], line: number): void {
    for (let length = 1; length <= path.length; length++) {
      const name = path.slice(0, length).join('.');
      if (!lines.has(name)) lines.set(name, line);
    }
  }

  for (const [i, line] of text.split('\n').entries()) {
    if (closing !== undefined) {
      if (line.includes(closing)) closing = undefined;
      continue;
    }
    const header = TABLE.exec(line)?.[1];
    if (header !== undefined) {
      table = partsOf(header);
      keep(table, i + 1);
      continue;
    }
    const [, key, value = ''] = KEY.exec(line) ?? [];
    if (key === undefined) continue;
    keep([...table, ...partsOf(key)], i + 1);
    closing = findOpened(value);
  }
  return lines;
}

function partsOf(path: string): readonly string[] {
  return (path.match(PART) ?? []).map((part) => part.replace(/^["']|["']$/g, ''));
}

/** The quotes of a text that goes on in the next line. */
function findOpened(value: string): string | undefined {
  const opening = /"""|'''/.exec(value)?.[0];
  return opening !== undefined && value.split(opening).length === 2 ? opening : undefined;
}
