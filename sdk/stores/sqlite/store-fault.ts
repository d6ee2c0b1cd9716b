import { AgeError } from '../../protocol/errors.ts';

/**
 * What a store says when it cannot know: the door stays shut. Refusals and programming mistakes stay what they are.
 * The cause is SQLite's fixed sentence for its result code; its longer message is left out, since it may quote.
 */
export function storeFault(error: unknown): AgeError | TypeError {
  if (error instanceof AgeError || error instanceof TypeError) return error;
  const { code, errstr } = error as { code?: unknown; errstr?: unknown };
  if (typeof errstr === 'string') return new AgeError('ERR_STORE_UNAVAILABLE', `SQLite: ${errstr}`);
  const cause = code === 'ERR_INVALID_STATE' ? 'the database is closed' : 'the store failed';
  return new AgeError('ERR_STORE_UNAVAILABLE', cause);
}
