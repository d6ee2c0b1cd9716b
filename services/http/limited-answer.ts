import { type Bytes, concat } from '@bauta/sdk/protocol';

/** The whole body of an answer; undefined when it is longer than `max` bytes, of which no more is then read. */
export async function readAtMost(answer: Response, max: number): Promise<Bytes | undefined> {
  const chunks: Bytes[] = [];
  let length = 0;
  // Leaving the loop ends the stream.
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Bytes>) {
    length += chunk.length;
    if (length > max) return undefined;
    chunks.push(chunk);
  }
  return concat(...chunks);
}
