/** What a line of security.txt may hold: a URL parser drops line feeds, and would let a second line in. */
const ONE_LINE = /^[\x21-\x7e]+$/;

/** Where to report a vulnerability: `mailto:` and one address, or an https address. @throws TypeError */
export function checkSecurityContact(contact: string): string {
  if (ONE_LINE.test(contact) && /^mailto:[^\s@,;?#:/]+@[^\s@,;?#:/]+$/.test(contact)) return contact;
  return checkSecurityPolicy(contact);
}

/** An https address without a name or password in it. @throws TypeError */
export function checkSecurityPolicy(policy: string): string {
  const { protocol, username, password } = new URL(policy);
  if (!ONE_LINE.test(policy) || !policy.startsWith('https://') || protocol !== 'https:' || username || password) {
    throw new TypeError('not a plain https address');
  }
  return policy;
}
