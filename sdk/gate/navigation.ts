import type { Sign } from './session-lease.ts';

/** True when a person looks at a browser and waits for a page. */
export function wantsPage(request: Request): boolean {
  return (request.headers.get('accept') ?? '').toLowerCase().includes('text/html');
}

/**
 * A page that the person went to themselves counts as input. The browser says so (Fetch Metadata §2.4): pages that
 * reload by themselves, media and scripts cannot. Whoever says nothing has given no input.
 */
export function signOf({ headers }: Request): Sign {
  const isInput = headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-user') === '?1';
  return isInput ? 'input' : 'still';
}
