import type { Bytes } from '@bauta/sdk/protocol';
import type fc from 'fast-check';

/** A place where bytes of others come in, and what it promises about them. A new one is a file in `doors/`. */
export interface Door {
  readonly about: string;
  /** What a campaign owes it: a reader of bytes unless it says otherwise. */
  readonly kind?: DoorKind;
  open(): Promise<OpenDoor>;
}

/** `http`: a room that answers requests; `framing`: one behind a socket of its own; `xml`: a reader of XML. */
export type DoorKind = 'http' | 'framing' | 'xml';

/** A door with everything it needs at hand. */
export interface OpenDoor {
  /** What is thrown at it. Bytes always, so that every input can be written down and thrown again. */
  readonly inputs: fc.Arbitrary<Bytes>;
  /**
   * Throws one input at the door and judges what comes of it.
   * @returns how it ended, in a word or two, to be counted.
   * @throws Breach when the promise does not hold. Any other throw is a fault of the harness.
   */
  enter(input: Bytes): string | Promise<string>;
  /** True messages, to be changed without fast-check; drawn from `inputs` where a door names none. */
  readonly corpus?: readonly Bytes[];
  /** What the format is made of, to be put among them. */
  readonly words?: readonly Bytes[];
}

/** A door did what it never may. */
export class Breach extends Error {
  override readonly name = 'Breach';
}
