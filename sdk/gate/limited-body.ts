import { AgeError, type Bytes, check, concat, type ErrorCode } from '../protocol/index.ts';

/**
 * The bytes of a request's body, `max` at most; the reading stops at the first byte too many.
 * @throws AgeError ERR_TOO_LARGE, or `broken` for a body that does not come to its end.
 */
export async function readLimitedBody(request: Request, max: number, broken: ErrorCode): Promise<Bytes> {
  // What the other side says of the length can only end the reading sooner: the bytes are counted all the same.
  check(Number(request.headers.get('content-length') ?? 0) <= max, 'ERR_TOO_LARGE');
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = request.body?.getReader();
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > max) {
        reader.cancel().catch(() => {});
        break;
      }
      chunks.push(value);
    }
  } catch {
    throw new AgeError(broken, 'the body was cut short');
  }
  check(length <= max, 'ERR_TOO_LARGE');
  return concat(...chunks);
}
