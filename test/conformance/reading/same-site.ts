/** Suffixes under which people register names, beside those of one label: the commonest of adult sites. */
const DOUBLE_SUFFIX = /\.(co|com|org|net|gov|ac)\.[a-z]{2}$/i;

/** The name that was registered, as far as can be told without the public suffix list: two labels, three under `co.uk`. */
export function registeredNameOf(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (/^[\d.]+$|:/.test(name)) return name;
  const labels = name.split('.');
  // Each name under `localhost` stands for a whole domain of its own.
  const count = labels.at(-1) === 'localhost' ? 2 : DOUBLE_SUFFIX.test(name) ? 3 : 2;
  return labels.slice(-count).join('.');
}

/** Same registered name. Ports and schemes are left out, as for cookies. */
export function isSameSite(one: URL, other: URL): boolean {
  return registeredNameOf(one.hostname) === registeredNameOf(other.hostname);
}

/** @returns undefined for what is no address of the web */
export function resolve(address: string, base: string | URL): URL | undefined {
  if (!URL.canParse(address.trim(), base)) return undefined;
  const url = new URL(address.trim(), base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.hash = '';
  return url;
}
