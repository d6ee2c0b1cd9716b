import type { Bytes } from '../protocol/bytes.ts';

/** One element of DER (ITU-T X.690 §10): its tag octet, its contents, and the whole of it as received. */
export interface DerElement {
  readonly tag: number;
  readonly content: Bytes;
  readonly raw: Bytes;
}

export const DER = {
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OBJECT_IDENTIFIER: 0x06,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

/**
 * Reads DER elements one after the other. Only what is asked for is looked at, so that a certificate with a broken
 * extension, as the age verification PKI has, can still be read. Lengths must be definite and in their shortest form.
 */
export class DerReader {
  readonly #bytes: Bytes;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  /** True while the next element has this tag. */
  has(tag: number): boolean {
    return this.#bytes[this.#at] === tag;
  }

  /** The next element. @throws TypeError when there is none, or its tag is another one than `tag`. */
  element(tag?: number): DerElement {
    const from = this.#at;
    const found = this.#u8();
    if ((found & 0x1f) === 0x1f || (tag !== undefined && found !== tag)) throw new TypeError('not the DER element');
    const length = this.#length();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new TypeError('DER is too short');
    const element = { tag: found, content: this.#bytes.slice(this.#at, end), raw: this.#bytes.slice(from, end) };
    this.#at = end;
    return element;
  }

  /** A reader of the contents of the next element. */
  inside(tag: number): DerReader {
    return new DerReader(this.element(tag).content);
  }

  /** The octets of a BIT STRING without unused bits. */
  bitString(): Bytes {
    const { content } = this.element(DER.BIT_STRING);
    if (content[0] !== 0) throw new TypeError('not whole octets');
    return content.slice(1);
  }

  /** A positive INTEGER as exactly `length` octets, big-endian. */
  unsigned(length: number): Bytes {
    const { content } = this.element(DER.INTEGER);
    const [first, second] = content;
    if (first === undefined || first > 0x7f) throw new TypeError('not a positive integer');
    if (first === 0 && (second === undefined || second < 0x80)) throw new TypeError('not the shortest integer');
    const octets = first === 0 ? content.slice(1) : content;
    if (octets.length > length) throw new TypeError('the integer is too large');
    const fixed = new Uint8Array(length);
    fixed.set(octets, length - octets.length);
    return fixed;
  }

  /** True while elements are left. */
  more(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** @throws TypeError when anything is left over. */
  end(): void {
    if (this.more()) throw new TypeError('left-over DER');
  }

  #u8(): number {
    const octet = this.#bytes[this.#at++];
    if (octet === undefined) throw new TypeError('DER is too short');
    return octet;
  }

  #length(): number {
    const first = this.#u8();
    if (first < 0x80) return first;
    const octets = first & 0x7f;
    if (octets === 0 || octets > 3) throw new TypeError('not a DER length');
    let length = 0;
    for (let i = 0; i < octets; i++) length = length * 0x100 + this.#u8();
    if (length < 0x80 || length < 2 ** (8 * (octets - 1))) throw new TypeError('not the shortest DER length');
    return length;
  }
}
