import { AgeError, type ErrorCode, formatHex } from '@bauta/sdk/protocol';

/** What a runtime must make of a case. */
export type Verdict = 'accepted' | 'TypeError' | ErrorCode;

/** One question to a runtime, without any test framework, so that it can be asked wherever the SDK runs. */
export interface Case {
  readonly name: string;
  readonly expected: Verdict;
  /** @returns what JSON can say, bytes too. @throws what the SDK throws, and Error when an answer is not the vector's. */
  run(): unknown;
}

/** Cases that stand in one row of `spec/runtimes.md`. */
export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** What became of a case: bytes are hexadecimal, big numbers decimal. */
export interface Outcome {
  readonly name: string;
  readonly expected: Verdict;
  /** `accepted`, a code, or the name of the class that was thrown. */
  readonly verdict: string;
  /** The JSON of what was answered; of what nobody expected, what it said. */
  readonly answer?: string;
}

/** Every outcome, by group. */
export type Outcomes = Readonly<Record<string, readonly Outcome[]>>;

/** Runs the cases one after the other. */
export async function runGroups(groups: readonly Group[]): Promise<Outcomes> {
  const outcomes: Record<string, Outcome[]> = {};
  for (const { name, cases } of groups) {
    outcomes[name] = [];
    for (const one of cases) outcomes[name].push(await judge(one));
  }
  return outcomes;
}

async function judge({ name, expected, run }: Case): Promise<Outcome> {
  try {
    return { name, expected, verdict: 'accepted', answer: asJson(await run()) };
  } catch (error) {
    if (error instanceof AgeError) return { name, expected, verdict: error.code };
    // Platforms word their own faults as they like, so only what should not be there is told.
    if (error instanceof TypeError && expected === 'TypeError') return { name, expected, verdict: 'TypeError' };
    const { name: kind, message } = error as Error;
    return { name, expected, verdict: kind, answer: message };
  }
}

/** One text for one value, bytes and big numbers among them. */
function asJson(value: unknown): string {
  return JSON.stringify(value, writeMember) ?? 'null';
}

function writeMember(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return formatHex(value as Uint8Array<ArrayBuffer>);
  return typeof value === 'bigint' ? String(value) : value;
}

/** Hands `actual` on when it is what stands in the vector. @throws Error that tells both */
export function same<T>(actual: T, expected: unknown): T {
  const [ours, theirs] = [asJson(actual), asJson(expected)];
  if (ours !== theirs) throw new Error(`${ours.slice(0, 300)} in place of ${theirs.slice(0, 300)}`);
  return actual;
}
