import type { ErrorCode } from '@bauta/sdk/protocol';

/** What a reader of the protocol must answer to a case. */
export type Result = 'accepted' | ErrorCode;

export interface VectorCase {
  /** Stable: `what-is-special`. */
  readonly id: string;
  /** One sentence. A refused case has one reason, and this is it. */
  readonly about: string;
  readonly result: Result;
}

export interface VectorFile<C extends VectorCase = VectorCase> {
  readonly $schema: './schema.json';
  readonly kind: string;
  readonly about: string;
  readonly cases: readonly C[];
}

/** @throws TypeError when two cases have one id. */
export function vectorFile<C extends VectorCase, M extends object>(
  kind: string,
  about: string,
  cases: readonly C[],
  more: M = {} as M,
): VectorFile<C> & M {
  const ids = new Set(cases.map(({ id }) => id));
  if (ids.size !== cases.length) throw new TypeError(`${kind}: an id stands twice`);
  return { $schema: './schema.json', kind, about, ...more, cases };
}
