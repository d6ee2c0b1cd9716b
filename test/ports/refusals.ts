import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';

/** What an act ended in: its value, or the code of its refusal. */
export async function outcome<T>(act: Promise<T> | (() => T)): Promise<T | ErrorCode> {
  try {
    return await (typeof act === 'function' ? act() : act);
  } catch (error) {
    if (error instanceof AgeError) return error.code;
    throw error;
  }
}
