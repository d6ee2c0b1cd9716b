import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';
import { Breach } from './door.ts';

/** How an act ended: with a value, or with a refusal that it documents. */
export type Ended<T> = { readonly value: T } | { readonly refusal: string };

/** Runs an act that may refuse with an AgeError of these codes, and in no other way. @throws Breach */
export async function endOf<T>(act: () => T | Promise<T>, codes: readonly ErrorCode[] | RegExp): Promise<Ended<T>> {
  return ended(act, (error) => {
    if (!(error instanceof AgeError)) return undefined;
    const isKnown = codes instanceof RegExp ? codes.test(error.code) : codes.includes(error.code);
    return isKnown ? error.code : undefined;
  });
}

/** Runs a parser that may refuse with a TypeError or SyntaxError, and in no other way. @throws Breach */
export async function parseOf<T>(parse: () => T): Promise<Ended<T>> {
  return ended(parse, (error) =>
    error instanceof TypeError || error instanceof SyntaxError ? error.constructor.name : undefined,
  );
}

/** `parseOf` for a parser that answers at once. @throws Breach */
export function parseNow<T>(parse: () => T): Ended<T> {
  try {
    return { value: parse() };
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return { refusal: error.constructor.name };
    throw new Breach(`threw ${String(error)}`, { cause: error });
  }
}

async function ended<T>(
  act: () => T | Promise<T>,
  asRefusal: (error: unknown) => string | undefined,
): Promise<Ended<T>> {
  try {
    return { value: await act() };
  } catch (error) {
    const refusal = asRefusal(error);
    if (refusal === undefined) throw new Breach(`threw ${String(error)}`, { cause: error });
    return { refusal };
  }
}

/** @throws Breach unless `condition` holds. */
export function promise(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Breach(sentence);
}
