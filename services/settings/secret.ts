import { type Bytes, parseBase64url, parseHex } from '@bauta/sdk/protocol';

const SHOWN = '[secret]';

/** Bytes that do not print: text, JSON and the console all show `[secret]`. */
export class Secret {
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  /** The bytes themselves: for the primitive that needs them, and nowhere else. */
  reveal(): Bytes {
    return this.#bytes;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN;
  }
}

/** 32 bytes from 64 hexadecimal or 43 base64url characters. @throws TypeError on anything else. */
export function parseSecret(text: string): Secret {
  if (text.length === 64) return new Secret(parseHex(text));
  if (text.length === 43) return new Secret(parseBase64url(text));
  throw new TypeError('not 32 bytes');
}
