import { AgeError, type Bytes, check, concat, type ErrorCode } from '../protocol/index.ts';
import type { GateRequest } from './gate-request.ts';

/**
 * The bytes of a request's body, `max` at most; the reading stops at the first byte too many.
 * @throws AgeError ERR_TOO_LARGE, or `broken` for a body that does not come to its end.
 */
export async function readLimitedBody(request: GateRequest, max: number, broken: ErrorCode): Promise<Bytes> {
  // What the other side says of the length can only end the reading sooner: the bytes are counted all the same.
  check(Number(request.headers.get('content-length') ?? 0) <= max, 'ERR_TOO_LARGE');
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > max) break;
      chunks.push(chunk);
    }
  } catch {
    throw new AgeError(broken, 'the body was cut short');
  }
  check(length <= max, 'ERR_TOO_LARGE');
  return concat(...chunks);
}
