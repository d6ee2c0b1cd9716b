import { formatBase64url, parseBase64url } from '#crypto';
import type { Bytes } from './bytes.ts';

export { formatBase64url, parseBase64url };

/** RFC 4648 §5 text with padding, as RFC 9577 §2 wants it in headers. */
export function formatPaddedBase64url(bytes: Uint8Array): string {
  const text = formatBase64url(bytes);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** As `parseBase64url`, and takes the padded spelling too (RFC 9577 §2 demands it, RFC 9578 §4 does not say). */
export function parseAnyBase64url(text: string): Bytes {
  const bare = text.replace(/={1,2}$/, '');
  if (bare.length !== text.length && text.length % 4 !== 0) throw new TypeError('not canonical base64url');
  return parseBase64url(bare);
}
