import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';

/** The code of the refusal that an act ends in, or `accepted`. Any other fault passes through, and fails the test. */
export async function outcomeOf(act: () => unknown): Promise<ErrorCode | 'accepted'> {
  try {
    await act();
    return 'accepted';
  } catch (error) {
    if (error instanceof AgeError) return error.code;
    throw error;
  }
}

/** What an act throws. @throws Error when it throws nothing. */
export async function thrownBy(act: () => unknown): Promise<Error> {
  try {
    await act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
