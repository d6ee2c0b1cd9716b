import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { kindOfBytes, kindOfType } from '../../reading/media-kinds.ts';

/** Of media nobody needs more to know what they are. Bytes. */
const MOST_OF_MEDIA = 1024;
/** Of text. Bytes, decoded. */
const MOST_OF_TEXT = 2 * 1024 * 1024;

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

export interface ReadBody {
  readonly bytes: Uint8Array;
  /** There was more, or the rest could not be read. */
  readonly isCut: boolean;
}

/**
 * Reads media up to their first KiB, as they come; text decoded and whole, within its bound. Ends the answer.
 * @param mostBytes of what only says that it is bytes, which is read like media unless told
 */
export async function readBody(answer: IncomingMessage, mostBytes?: number): Promise<ReadBody> {
  const type = answer.headers['content-type'];
  const isBytes = /^application\/octet-stream/i.test(type ?? '');
  if (isBytes && mostBytes !== undefined) return collect(answer, undefined, mostBytes, false);
  const isMedia = kindOfType(type) !== undefined || isBytes;
  const decoder = isMedia ? undefined : DECODERS[answer.headers['content-encoding']?.trim().toLowerCase() ?? ''];
  return collect(answer, decoder?.(), isMedia ? MOST_OF_MEDIA : MOST_OF_TEXT, true);
}

async function collect(
  answer: IncomingMessage,
  decoder: NodeJS.ReadWriteStream | undefined,
  bound: number,
  mayBeMedia: boolean,
): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let most = bound;
  let isCut = false;
  answer.on('error', (error) => (decoder as Readable | undefined)?.destroy(error));
  try {
    for await (const chunk of decoder === undefined ? answer : (answer.pipe(decoder) as unknown as Readable)) {
      // What does not say that it is a film may be one all the same.
      if (mayBeMedia && size === 0 && kindOfBytes(chunk as Buffer) !== undefined) most = MOST_OF_MEDIA;
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size < most) continue;
      isCut =
        size > most ||
        decoder !== undefined ||
        !answer.complete ||
        Number(answer.headers['content-length'] ?? size) > most;
      break;
    }
  } catch {
    isCut = true;
  } finally {
    answer.destroy();
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks).subarray(0, most)), isCut };
}
