/**
 * The same directory with another key in place of every one it lists: its windows, ages and proofs stay.
 * @param keys SPKI of the others, one for each, in base64url. @returns undefined for what is no directory
 */
export function withOtherKeys(text: string, keys: readonly string[]): string | undefined {
  try {
    const said = JSON.parse(text) as { 'token-keys'?: readonly object[] };
    const listed = said['token-keys'];
    if (!Array.isArray(listed) || listed.length > keys.length) return undefined;
    return JSON.stringify({ ...said, 'token-keys': listed.map((one, i) => ({ ...one, 'token-key': keys[i] })) });
  } catch {
    return undefined;
  }
}
