import { AgeError } from '../../protocol/errors.ts';
import { redisFault } from './redis-fault.ts';

/**
 * Waits for an act no longer than so many milliseconds.
 * @param late what went wrong when the time is over. @throws AgeError ERR_STORE_UNAVAILABLE on any fault.
 */
export async function within<T>(
  milliseconds: number,
  act: () => Promise<T>,
  late: () => unknown = () => new AgeError('ERR_STORE_UNAVAILABLE', 'Redis did not answer in time'),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([act(), over]);
  } catch (error) {
    throw redisFault(error);
  } finally {
    clearTimeout(timer);
  }
}
