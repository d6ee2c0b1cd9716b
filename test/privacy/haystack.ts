/** Shorter needles would be found by accident. */
const SHORTEST = 12;

/** The spellings under which bytes may hide in a log, a store or a message. */
function spellingsOf(needle: Uint8Array): Buffer[] {
  const bytes = Buffer.from(needle);
  const hex = bytes.toString('hex');
  // Inside of other bytes base64 can begin at any of three places; the ends depend on the neighbours and are cut.
  const base64 = [0, 1, 2].map((skip) => {
    const text = bytes.subarray(skip).toString('base64').replace(/=+$/, '');
    return text.slice(0, text.length - (text.length % 4) - 1);
  });
  const texts = [hex, hex.toUpperCase(), ...base64, ...base64.map(toUrlAlphabet)];
  return [bytes, ...texts.map((text) => Buffer.from(text))];
}

const toUrlAlphabet = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/** Whether bytes occur in a haystack: raw, in hexadecimal, in base64 or in base64url. */
export function occursIn(haystack: Uint8Array, needle: Uint8Array): boolean {
  if (needle.length < SHORTEST) throw new TypeError('a needle that could be found by accident');
  const hay = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
  return spellingsOf(needle).some((spelling) => hay.includes(spelling));
}
