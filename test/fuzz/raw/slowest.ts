import type { Bytes } from '@bauta/sdk/protocol';
import type { OpenDoor } from '../door.ts';

/** An input and how long it takes. */
export interface Timed {
  readonly input: Bytes;
  /** Microseconds. */
  readonly micros: number;
}

const KEPT = 12;
const REPEATS = 3;

/** Keeps the inputs that took longest. A pause of the machine makes any of them look slow, so they are tried again. */
export class Slowest {
  #kept: Timed[] = [];
  #least = 0;

  add(input: Bytes, micros: number): void {
    if (micros <= this.#least && this.#kept.length >= KEPT) return;
    this.#kept = [...this.#kept, { input, micros }].sort((a, b) => b.micros - a.micros).slice(0, KEPT);
    this.#least = this.#kept.at(-1)?.micros ?? 0;
  }

  /** The one that takes longest each time. */
  async settle(door: OpenDoor): Promise<Timed | undefined> {
    const settled: Timed[] = [];
    for (const { input, micros } of this.#kept) {
      let least = micros;
      for (let i = 0; i < REPEATS; i++) least = Math.min(least, await timeOf(door, input));
      settled.push({ input, micros: least });
    }
    return settled.sort((a, b) => b.micros - a.micros)[0];
  }
}

/** Microseconds that a door takes for an input, whatever comes of it. */
export async function timeOf(door: OpenDoor, input: Bytes): Promise<number> {
  const began = performance.now();
  try {
    await door.enter(input);
  } catch {
    // What it says of the input is judged elsewhere.
  }
  return (performance.now() - began) * 1000;
}
