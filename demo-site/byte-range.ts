/** A stretch of a file: from its first byte to its last, both counted in. */
interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Bytes under their media type, whole or the stretch that `Range` asks for (RFC 9110 §14): 200, 206 or 416. */
export function answerRange(bytes: Uint8Array<ArrayBuffer>, mediaType: string, range: string | undefined): Response {
  const headers = { 'content-type': mediaType, 'accept-ranges': 'bytes' };
  const asked = range === undefined ? undefined : parseRange(range, bytes.length);
  if (asked === undefined)
    return new Response(bytes, { headers: { ...headers, 'content-length': String(bytes.length) } });
  if (asked === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes.length}` } });
  }
  const part = bytes.slice(asked.first, asked.last + 1);
  return new Response(part, {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(part.length),
      'content-range': `bytes ${asked.first}-${asked.last}/${bytes.length}`,
    },
  });
}

/** One range; anything else, several ranges too, is answered whole, as RFC 9110 §14.2 lets a server do. */
function parseRange(text: string, length: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text);
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from, to] = match as unknown as [string, string, string];
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (from !== '' && to !== '' && Number(to) < first) return undefined;
  return first > last ? 'unsatisfiable' : { first, last };
}
