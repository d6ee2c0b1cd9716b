/** What stands where a value was: how many bytes it had, and none of them. Each character of a header is a byte. */
const lengthOf = (value: string): string => `[${value.length} bytes]`;

/** `name=value` with the value struck out; without a name all of it is value. */
function strikePair(pair: string): string {
  const at = pair.indexOf('=');
  return at < 0 ? lengthOf(pair) : `${pair.slice(0, at + 1)}${lengthOf(pair.slice(at + 1))}`;
}

const strikeCookies = (value: string): string =>
  value
    .split(';')
    .map((pair) => strikePair(pair.trim()))
    .join('; ');

/** Credentials after their scheme. A grant or a token stays: it is good with the one body or proof it came with. */
function strikeCredentials(value: string): string {
  const [, scheme = '', rest = value] = /^([\w-]+ +)(.*)$/s.exec(value) ?? [];
  return /^PrivateToken +$/i.test(scheme) ? value : scheme + lengthOf(rest);
}

/** Headers with which whoever reads them could act as their sender: a new one is a new row. */
const STRIKES: ReadonlyMap<string, (value: string) => string> = new Map([
  ['cookie', strikeCookies],
  ['set-cookie', strikeCookies],
  ['authorization', strikeCredentials],
  ['proxy-authorization', strikeCredentials],
]);

/**
 * Headers as they can be shown to anybody: the values of cookies and credentials are struck out, `a=[43 bytes]`; their
 * names and lengths stay.
 * @param headers names in lower case.
 */
export function strikeOut(headers: Iterable<readonly [name: string, value: string]>): Record<string, string> {
  return Object.fromEntries(Array.from(headers, ([name, value]) => [name, STRIKES.get(name)?.(value) ?? value]));
}
