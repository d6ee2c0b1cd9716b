/** Where a site says of itself what is gated and how. */
export const DESCRIPTION_PATH = '/.well-known/age-gate.json';

/** The version that is understood here; its additions are, too, as far as they can be passed over. */
const VERSION = 1;

/** What a site says of itself; `isOfOtherVersion`: something, and none of it can be relied on. */
export type Described =
  | { readonly description: Readonly<Record<string, unknown>>; readonly isOfOtherVersion: false }
  | { readonly description: undefined; readonly isOfOtherVersion: boolean };

/** @param text the body of the answer. */
export function readDescription(text: string): Described {
  const value = parseObject(text);
  if (value === undefined) return { description: undefined, isOfOtherVersion: false };
  if (value.version !== VERSION) return { description: undefined, isOfOtherVersion: true };
  return { description: value, isOfOtherVersion: false };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
