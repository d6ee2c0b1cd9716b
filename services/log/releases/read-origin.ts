import { checkPublicUrl } from '@bauta/sdk/protocol';

/** The origin of a wallet's address as a person gives it: with a slash at its end or without. @throws TypeError */
export function readOrigin(address: string): string {
  try {
    const { origin, href } = checkPublicUrl(address.endsWith('/') ? address : `${address}/`);
    if (href === `${origin}/`) return origin;
  } catch {
    // Said below.
  }
  throw new TypeError('URL: the address of a host, as https://wallet.example, and nothing behind it');
}
