import type { Bytes } from '@bauta/sdk/protocol';
import { encode, Tagged } from 'cborg';

/** CBOR of a value in its shortest form; the entries of a `Map` keep their order. */
export function encodeCbor(value: unknown): Bytes {
  return Uint8Array.from(encode(value, { mapSorter: () => 0 }));
}

/** `#6.24(bstr .cbor value)`: how an mdoc carries what is digested or signed. */
export function embed(value: unknown): Tagged {
  return new Tagged(24, encodeCbor(value));
}

/** A `tdate`: tag 0, whole seconds of UTC. @param seconds Unix seconds. */
export function dateTime(seconds: number): Tagged {
  return new Tagged(0, new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'));
}
