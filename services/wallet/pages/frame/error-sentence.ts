import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';
import type { Text } from '../../text/en.ts';

/** What a person can do about a refusal. */
export function errorSentence({ errors }: Text, code: string): string {
  return Object.hasOwn(errors, code) ? errors[code as keyof typeof errors] : errors.other;
}

/** The code of a refusal; a fault, which is none, goes on its way. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof AgeError) return error.code;
  throw error;
}
