import { formatPaddedBase64url, parseAnyBase64url } from './base64url.ts';
import type { Bytes } from './bytes.ts';

/** RFC 4648 §4 text with padding, as signed notes and log proofs have it. */
export function formatBase64(bytes: Uint8Array): string {
  return formatPaddedBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
}

/** Bytes of canonical RFC 4648 §4 text: the one spelling that `formatBase64` would write. @throws TypeError on others */
export function parseBase64(text: string): Bytes {
  if (/[-_]/.test(text) || text.length % 4 !== 0) throw new TypeError('not canonical base64');
  return parseAnyBase64url(text.replaceAll('+', '-').replaceAll('/', '_'));
}
