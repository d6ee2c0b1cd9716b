/**
 * Bytes as text of as many characters, each of a code from 0 to 255: what text can do, searching and cutting, bytes
 * cannot do as fast.
 */
export type Octets = string;

/** The octets of base64 or base64url text, padded or not. @throws on anything else */
export function readBase64(text: string): Octets {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
}

/** The octets of a text in UTF-8. */
export function writeOctets(text: string): Octets {
  const bytes = new TextEncoder().encode(text);
  let octets = '';
  for (let at = 0; at < bytes.length; at += 8192) octets += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return octets;
}

/** The text that octets are in UTF-8; undefined when they are no text. */
export function readText(octets: Octets): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(octets, (one) => one.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** The octets of a whole text in base64, base64url or hexadecimal; undefined for any other text. */
export function decodeText(text: string): Octets | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) {
    return text.replace(/../g, (two) => String.fromCharCode(Number.parseInt(two, 16)));
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  try {
    return readBase64(text);
  } catch {
    // Not of a length that base64 has.
    return undefined;
  }
}
