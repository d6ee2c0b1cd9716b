import { parseJson } from '@bauta/sdk/protocol';
import type { z } from 'zod';

/**
 * Reads the text of a JSON file that has exactly this form.
 * @throws TypeError naming the first member that is wrong, without its value
 */
export function readStrictly<T>(form: z.ZodType<T>, text: string): T {
  const read = form.safeParse(parse(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const what = issue?.code === 'unrecognized_keys' ? 'a member that is not known' : issue?.message;
  throw new TypeError(`${where?.replace(/^\./, '') || 'the file'}: ${what}`);
}

/** A check for zod's `superRefine`: what it throws and what it denies both become `message`. */
export function refine<T>(message: string, holds: (value: T) => boolean) {
  return (value: T, context: z.RefinementCtx<T>): void => {
    let isGood = false;
    try {
      isGood = holds(value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    if (!isGood) context.addIssue({ code: 'custom', message });
  };
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new TypeError('the file: not JSON, or a member stands twice');
  }
}
