/** One thing that is wrong with a file. */
export interface ConfigLineFault {
  /** From 1; undefined when something is missing. */
  readonly line: number | undefined;
  /** The key as the file spells it. */
  readonly key: string;
  /** What must hold; it quotes no value. */
  readonly sentence: string;
}

/** Everything that is wrong with a `bauta.toml`, in the order of its lines. */
export class GateConfigFault extends TypeError {
  readonly faults: readonly ConfigLineFault[];

  constructor(faults: readonly ConfigLineFault[]) {
    const ordered = [...faults].sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));
    super(`the configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}`);
    this.name = 'GateConfigFault';
    this.faults = ordered;
  }

  /** A line for each fault. @param file what the file is called, for instance `bauta.toml` */
  lines(file: string): readonly string[] {
    return this.faults.map(({ line, key, sentence }) => {
      const place = line === undefined ? file : `${file}:${line}`;
      return `${place}: ${key === '' ? '' : `${key}: `}${sentence}`;
    });
  }
}
