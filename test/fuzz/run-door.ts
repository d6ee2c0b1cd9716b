import { type Bytes, formatBase64url } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { Breach, type OpenDoor } from './door.ts';

/** What came of throwing many inputs at a door. */
export interface DoorRun {
  readonly runs: number;
  readonly seed: number;
  readonly seconds: number;
  /** How many inputs ended in each way. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** The smallest input found for which the promise does not hold. */
  readonly finding: Finding | undefined;
}

export interface Finding {
  /** base64url. */
  readonly input: string;
  readonly error: Breach;
}

export interface DoorRunOptions {
  readonly runs: number;
  /** A 32-bit whole number: the same seed throws the same inputs. */
  readonly seed: number;
  /** Called after every so many inputs with their number. */
  readonly onProgress?: (done: number) => void;
}

const STRIDE = 10_000;

/** Throws `runs` inputs at a door. @throws what the harness itself threw. */
export async function runDoor(door: OpenDoor, { runs, seed, onProgress }: DoorRunOptions): Promise<DoorRun> {
  const outcomes = new Map<string, number>();
  let done = 0;
  let isShrinking = false;
  const began = performance.now();
  const details = await fc.check(
    fc.asyncProperty(door.inputs, async (input) => {
      try {
        const outcome = await door.enter(input);
        if (!isShrinking) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      } catch (error) {
        isShrinking = true;
        throw error;
      }
      if (!isShrinking && ++done % STRIDE === 0) onProgress?.(done);
    }),
    { numRuns: runs, seed },
  );
  const error = details.errorInstance;
  if (details.failed && !(error instanceof Breach)) throw error ?? new Error('the run broke off');
  const [input] = details.counterexample ?? [];
  return {
    runs: done,
    seed,
    seconds: (performance.now() - began) / 1000,
    outcomes,
    finding: error instanceof Breach && input ? { input: formatBase64url(input as Bytes), error } : undefined,
  };
}
