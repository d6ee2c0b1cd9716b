import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a run must share with the one that it goes on with. */
export interface RunKey {
  readonly seed: number;
  readonly isQuick: boolean;
  readonly own: Readonly<Record<string, string>>;
}

/** The parts of a run that are over, so that one broken off can go on. */
export interface KeptParts {
  readonly key: RunKey;
  /** The figures of a part that is over; undefined: it is still to be done. They are plain JSON. */
  find(name: string): unknown;
  keep(name: string, figures: unknown): void;
  /** A run that is over leaves nothing. */
  forget(): void;
}

/** Begins the list of parts of a new run. */
export function beginParts(path: string, key: RunKey): KeptParts {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(key)}\n`);
  return partsIn(path, key, new Map());
}

/** The parts of the run that was broken off. @throws TypeError when there is none. */
export function resumeParts(path: string): KeptParts {
  if (!existsSync(path)) throw new TypeError('--resume: no run was broken off here');
  const [head = '', ...lines] = readFileSync(path, 'utf8').split('\n');
  const parts = new Map<string, unknown>();
  for (const line of lines) {
    // The last line of a run that was killed may be half a line.
    const part = readLine(line);
    if (part) parts.set(part.name, part.figures);
  }
  const key = JSON.parse(head) as RunKey;
  // Written anew, so that no half line stands before what comes next.
  const whole = [...parts].map(([name, figures]) => JSON.stringify({ name, figures }));
  writeFileSync(path, `${[JSON.stringify(key), ...whole].join('\n')}\n`);
  return partsIn(path, key, parts);
}

function partsIn(path: string, key: RunKey, parts: Map<string, unknown>): KeptParts {
  return {
    key,
    find: (name) => parts.get(name),
    keep(name, figures) {
      parts.set(name, figures);
      appendFileSync(path, `${JSON.stringify({ name, figures })}\n`);
    },
    forget: () => rmSync(path, { force: true }),
  };
}

function readLine(line: string): { readonly name: string; readonly figures: unknown } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
