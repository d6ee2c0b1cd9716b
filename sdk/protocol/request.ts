import type { Bytes } from './bytes.ts';
import { AUTHENTICATOR_LENGTH, TOKEN_TYPE } from './suites.ts';
import { Reader, Writer } from './wire.ts';

/** Length of a TokenRequest of type 0x0002. */
export const TOKEN_REQUEST_LENGTH = 259;
/** Media type of a single request (RFC 9578 §8.2). */
export const TOKEN_REQUEST_MEDIA_TYPE = 'application/private-token-request';

/** TokenRequest of RFC 9578 §6.1, for type 0x0002. */
export interface TokenRequest {
  /** The last byte of the token key id. */
  readonly truncatedKeyId: number;
  /** 256 bytes. */
  readonly blindedMessage: Bytes;
}

/** `struct { uint16_t token_type; uint8_t truncated_token_key_id; uint8_t blinded_msg[256]; } TokenRequest;` */
export function writeTokenRequest(request: TokenRequest): Bytes {
  return new Writer().u16(TOKEN_TYPE).u8(request.truncatedKeyId).bytes(request.blindedMessage).end();
}

/** @throws TypeError on anything but 259 bytes of type 0x0002. */
export function readTokenRequest(bytes: Uint8Array): TokenRequest {
  const reader = new Reader(bytes);
  if (reader.u16() !== TOKEN_TYPE) throw new TypeError('another token type');
  const request = { truncatedKeyId: reader.u8(), blindedMessage: reader.bytes(AUTHENTICATOR_LENGTH) };
  reader.end();
  return request;
}
