import { type Bytes, concat } from '../protocol/bytes.ts';

/** The whole body of an answer of somebody else's server. @throws TypeError when it is longer than `most` bytes */
export async function readAtMost(answer: Response, most: number): Promise<Bytes> {
  const chunks: Bytes[] = [];
  let length = 0;
  // Leaving the loop ends the stream.
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Bytes>) {
    length += chunk.length;
    if (length > most) throw new TypeError('the answer is too long');
    chunks.push(chunk);
  }
  return concat(...chunks);
}
