import { AgeError } from '../../protocol/errors.ts';

/**
 * What a store says when it cannot know: the door stays shut. Refusals and programming mistakes stay what they are.
 * The cause is SQLite's fixed sentence for its result code; its longer message is left out, since it may quote.
 */
export function storeFault(error: unknown): AgeError | TypeError {
  if (error instanceof AgeError || error instanceof TypeError) return error;
  if (error instanceof Error && 'errstr' in error && typeof error.errstr === 'string') {
    return new AgeError('ERR_STORE_UNAVAILABLE', `SQLite: ${error.errstr}`);
  }
  return new AgeError('ERR_STORE_UNAVAILABLE', 'the database is closed');
}
