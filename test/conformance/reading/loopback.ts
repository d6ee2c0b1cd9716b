/** A host that is this machine by its name alone: no DNS is asked. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    name === '::1' ||
    /^127(\.\d+){3}$/.test(name)
  );
}

/** An address inside somebody's own network (RFC 1918, RFC 3927, RFC 4193), written as one. */
function isPrivateAddress(host: string): boolean {
  const name = host.toLowerCase();
  return (
    /^(0|10)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(
      name,
    ) || /^\[(f[cd]|fe[89ab]|::)/.test(name)
  );
}

/** A page must not lead the suite to what only this machine can reach, unless that is where the target itself is. */
export function isWithinReach(url: URL, target: URL): boolean {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
  if (url.hostname === target.hostname) return true;
  return isLoopback(url.hostname) ? isLoopback(target.hostname) : !isPrivateAddress(url.hostname);
}
