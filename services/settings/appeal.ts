/**
 * Where people write when a proof of theirs was refused: `mailto:` and one address, or an https page. It becomes a
 * link in a page, so nothing else may; a query would say more than the person chose to.
 * @throws TypeError
 */
export function checkAppeal(appeal: string): string {
  const { protocol, pathname, username, password, search, hash } = new URL(appeal);
  const isPlain = [username, password, search, hash].every((part) => part === '');
  const isAddress = protocol === 'mailto:' && /^[^\s@,;]+@[^\s@,;]+$/.test(pathname);
  if (!isPlain || (!isAddress && protocol !== 'https:')) throw new TypeError('appeal: neither mailto: nor https:');
  return appeal;
}
