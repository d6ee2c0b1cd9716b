import { type Bytes, concat } from './bytes.ts';

/** Reads the structs of the RFCs from bytes, once, from front to back. No other file touches an offset. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next `length` bytes, copied. @throws TypeError when fewer are left. */
  bytes(length: number): Bytes {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new TypeError('too short');
    const read = new Uint8Array(length);
    read.set(this.#bytes.subarray(this.#at, end));
    this.#at = end;
    return read;
  }

  u8(): number {
    if (this.#at >= this.#bytes.length) throw new TypeError('too short');
    return this.#bytes[this.#at++] as number;
  }

  u16(): number {
    return this.u8() * 0x100 + this.u8();
  }

  u32(): number {
    return this.u16() * 0x10000 + this.u16();
  }

  /** A QUIC variable-length integer of RFC 9000 §16, in its shortest form only. */
  varint(): number {
    const first = this.u8();
    const form = first >> 6;
    if (form === 3) throw new TypeError('too large');
    let value = first & 0x3f;
    for (let more = (1 << form) - 1; more > 0; more--) value = value * 0x100 + this.u8();
    if ((form === 1 && value < 0x40) || (form === 2 && value < 0x4000)) throw new TypeError('not the shortest form');
    return value;
  }

  /** True while bytes are left. */
  more(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** @throws TypeError when anything is left over. */
  end(): void {
    if (this.more()) throw new TypeError('left-over bytes');
  }
}

/** Writes the structs of the RFCs to bytes. Numbers are big-endian; one that has no room is a TypeError, never cut. */
export class Writer {
  readonly #parts: Uint8Array[] = [];

  bytes(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  u8(value: number): this {
    return this.#number(value, 1);
  }

  u16(value: number): this {
    return this.#number(value, 2);
  }

  u32(value: number): this {
    return this.#number(value, 4);
  }

  /** A QUIC variable-length integer of RFC 9000 §16 below 2^30, in its shortest form. */
  varint(value: number): this {
    if (value < 0x40) return this.u8(value);
    if (value < 0x4000) return this.u16(0x4000 | value);
    if (value >= 0x40000000) throw new TypeError('a number too large');
    return this.u32(0x80000000 + value);
  }

  end(): Bytes {
    return concat(...this.#parts);
  }

  #number(value: number, length: number): this {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * length)) throw new TypeError('a number too large');
    const part = new Uint8Array(length);
    for (let i = 0; i < length; i++) part[i] = value >>> (8 * (length - 1 - i));
    return this.bytes(part);
  }
}
