import type { Text } from '../text/en.ts';

/** What a person can do about a refusal. */
export function errorSentence({ errors }: Text, code: string): string {
  return Object.hasOwn(errors, code) ? errors[code as keyof typeof errors] : errors.other;
}
