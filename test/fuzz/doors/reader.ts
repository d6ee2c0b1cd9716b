import { AgeError, type Bytes, readUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { Breach, type Door, type DoorKind } from '../door.ts';
import { anyBytes, anyText, mutated } from '../mutate.ts';
import { parseNow } from '../promise.ts';

/** A parser that answers at once, and refuses with a TypeError or SyntaxError and in no other way. */
export interface Reader<T> {
  readonly about: string;
  readonly kind?: DoorKind;
  readonly corpus: () => readonly Bytes[] | Promise<readonly Bytes[]>;
  /** What the format is made of. */
  readonly words: readonly Bytes[];
  /** AgeErrors that it may refuse with as well. */
  readonly codes?: RegExp;
  /** @throws TypeError, SyntaxError, and AgeError of `codes` */
  readonly read: (input: Bytes) => T;
  /** Holds what was read against what was sent. @returns how it ended, "read" unless given. @throws Breach */
  readonly judge?: (value: T, input: Bytes) => string | undefined;
}

/** The door of a parser. */
export function reader<T>({ about, kind, corpus, words, codes, read, judge }: Reader<T>): Door {
  const judged = (value: T, input: Bytes): string | undefined => {
    try {
      return judge?.(value, input);
    } catch (error) {
      if (error instanceof Breach) throw error;
      throw new Breach(`took what cannot be used: ${String(error)}`, { cause: error });
    }
  };
  return {
    about,
    ...(kind && { kind }),
    async open() {
      const good = await corpus();
      return {
        corpus: good,
        words,
        inputs: fc.oneof(
          { weight: 6, arbitrary: mutated(good, [...good, ...words]) },
          { weight: 1, arbitrary: anyText() },
          { weight: 1, arbitrary: anyBytes() },
        ),
        enter(input) {
          const ended = parseNow(() => coded(codes, () => read(input)));
          if ('value' in ended && ended.value instanceof Refused) return ended.value.code;
          if ('refusal' in ended) return `refused, ${ended.refusal}`;
          return judged(ended.value as T, input) ?? (input.length === 0 ? 'read, empty' : 'read');
        },
      };
    },
  };
}

class Refused {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

function coded<T>(codes: RegExp | undefined, read: () => T): T | Refused {
  try {
    return read();
  } catch (error) {
    if (error instanceof AgeError && codes?.test(error.code)) return new Refused(error.code);
    throw error;
  }
}

/** For parsers of text: bytes that are no UTF-8 come in as what replaces them, as a server would have them. */
export const textOf = (bytes: Bytes): string => new TextDecoder().decode(bytes);

/** Text that is UTF-8, or a refusal. */
export const strictText = (bytes: Bytes): string => readUtf8(bytes);
