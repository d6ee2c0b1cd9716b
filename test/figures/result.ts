/** What must hold, beside what was measured. */
export interface Bound {
  readonly what: string;
  /** As it is read: a figure with its unit, and its interval where it has one. */
  readonly measured: string;
  readonly bound: string;
  readonly isHeld: boolean;
}

/** Rows under a head; every row has as many cells. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of a page. */
export interface Section {
  readonly title: string;
  readonly text?: readonly string[];
  /** Pictures: SVG of our own making, each with a title and a description. */
  readonly figures?: readonly string[];
  readonly table?: Table;
}

/** What a measuring command found. */
export interface Result {
  readonly title: string;
  /** What was asked, and how it was measured, for a reader who knows nothing of it. */
  readonly intro: readonly string[];
  readonly bounds: readonly Bound[];
  readonly sections: readonly Section[];
  /** Everything, for programs. Plain JSON. */
  readonly data: unknown;
}

export const isHeld = ({ bounds }: Result): boolean => bounds.every((one) => one.isHeld);

/** The bounds as text. */
export function formatBounds(bounds: readonly Bound[]): string {
  const head = { what: 'what', measured: 'measured', bound: 'bound' };
  const widest = (column: 'what' | 'measured' | 'bound'): number =>
    Math.max(...[head, ...bounds].map((row) => row[column].length));
  const [what, measured, bound] = [widest('what'), widest('measured'), widest('bound')];
  const lines = [head, ...bounds].map((row) => {
    const said = 'isHeld' in row ? (row.isHeld ? 'held' : 'MISSED') : '';
    return `${row.what.padEnd(what)}  ${row.measured.padEnd(measured)}  ${row.bound.padEnd(bound)}  ${said}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}
