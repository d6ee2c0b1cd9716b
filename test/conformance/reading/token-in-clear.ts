/** Of type 0x0002 (RFC 9578): type 2, nonce 32, challenge digest 32, key id 32, authenticator 256. */
const TOKEN_LENGTH = 354;
const BEFORE_DIGEST = 34;

/** The TokenChallenge that every token of this issuer answers: empty context, empty origin. */
export function tokenChallengeOf(issuer: string): Uint8Array {
  const name = Buffer.from(issuer);
  return Uint8Array.from([0, 2, name.length >> 8, name.length & 0xff, ...name, 0, 0, 0]);
}

/** Runs that may be a token written as text: base64 in either alphabet, or hexadecimal. */
const RUNS: readonly (readonly [RegExp, 'base64' | 'hex'])[] = [
  [/[A-Za-z0-9_+/-]{472,}/g, 'base64'],
  [/[0-9a-fA-F]{708,}/g, 'hex'],
];

/** Tokens that lie in the open in some bytes. @param digest SHA-256 of the issuer's TokenChallenge */
export function tokensInBytes(bytes: Uint8Array, digest: Uint8Array): number {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = all.indexOf(digest); at !== -1; at = all.indexOf(digest, at + 1)) {
    const from = at - BEFORE_DIGEST;
    if (from >= 0 && from + TOKEN_LENGTH <= all.length && all[from] === 0 && all[from + 1] === 2) count += 1;
  }
  return count;
}

/** The same in text. */
export function tokensInText(text: string, digest: Uint8Array): number {
  return RUNS.reduce((sum, [run, coding]) => {
    const found = text.match(run) ?? [];
    return sum + found.reduce((more, one) => more + tokensInBytes(Buffer.from(one, coding), digest), 0);
  }, 0);
}
