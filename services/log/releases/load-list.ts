import { AgeError, type Bytes, check } from '@bauta/sdk/protocol';
import { readAtMost } from '../../http/limited-answer.ts';
import type { Fetch } from '../../loopback.ts';
import { LIST_MAX } from './integrity-list.ts';

/**
 * Fetches the `integrity.json` of a wallet's host; a redirect is none.
 * @throws AgeError ERR_STORE_UNAVAILABLE when the host does not answer, ERR_NOT_FOUND when it gives no such file,
 *   ERR_TOO_LARGE.
 */
export async function loadList(fetch: Fetch, origin: string): Promise<Bytes> {
  let answer: Response;
  let bytes: Bytes | undefined;
  try {
    answer = await fetch(`${origin}/integrity.json`, { redirect: 'manual' });
    bytes = await readAtMost(answer, LIST_MAX);
  } catch {
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'the wallet’s host did not answer');
  }
  check(answer.status < 500, 'ERR_STORE_UNAVAILABLE', 'the wallet’s host cannot answer now');
  check(answer.status === 200, 'ERR_NOT_FOUND', 'the wallet’s host gives no integrity.json');
  check(bytes !== undefined, 'ERR_TOO_LARGE', 'a longer integrity.json than a wallet has');
  return bytes;
}
