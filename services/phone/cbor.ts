import type { Bytes } from '@bauta/sdk/protocol';
import { decode, encode, Tagged } from 'cborg';

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

/** The value of CBOR in its shortest form: maps as `Map`, what is under tag 24 as the value inside. @throws on others. */
export function decodeCbor(bytes: Uint8Array): unknown {
  return decode(bytes, {
    strict: true,
    allowIndefinite: false,
    useMaps: true,
    rejectDuplicateMapKeys: true,
    tags: { 24: (item) => decodeCbor(item() as Uint8Array) },
  });
}
