/** The token type that sites can verify offline: RSABSSA-SHA384-PSS-Deterministic, publicly verifiable (RFC 9578 §6). */
export const TOKEN_TYPE = 0x0002;
/** Bytes of a blinded message, a blind signature and an authenticator of type 0x0002 (`Nk`). */
export const AUTHENTICATOR_LENGTH = 256;

/** What the framing of batches must know of a token type: bytes of a request and of a response, without the type. */
export interface Suite {
  readonly name: string;
  /** Bytes of a TokenRequest behind its token_type: the truncated key id and the blinded message. */
  readonly requestLength: number;
  readonly responseLength: number;
}

/** The token types that we issue and accept: a family of one, on purpose (protocol.md §3 says why). */
export const SUITES: ReadonlyMap<number, Suite> = new Map([
  [TOKEN_TYPE, { name: 'Blind RSA (2048-bit)', requestLength: 257, responseLength: 256 }],
]);
