/** True for the hosts of development: nothing that is sent to them leaves the machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
  );
}

/** The name of an origin in challenges, directories and the log: lower-case host, `:port` unless 443, whatever the scheme. */
export function nameOf(origin: string): string {
  const url = new URL(origin);
  const port = url.port || (url.protocol === 'http:' ? '80' : '443');
  return port === '443' ? url.hostname : `${url.hostname}:${port}`;
}

/**
 * The origin of a name: https, and http for the loopback names of development.
 * @throws TypeError unless `name` is what `nameOf` would give.
 */
export function originOf(name: string): string {
  const [hostname = ''] = name.split(/:\d+$/);
  const url = new URL(`${isLoopback(hostname) ? 'http' : 'https'}://${name}`);
  if (nameOf(url.origin) !== name) throw new TypeError('not a name');
  return url.origin;
}

/** An https URL, or http on loopback, without userinfo, query or fragment, spelled as `URL` spells it. @throws TypeError */
export function checkPublicUrl(text: string): URL {
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!isSafe || url.username || url.password || /[?#]/.test(text) || url.href !== text) {
    throw new TypeError('not a plain https URL');
  }
  return url;
}
