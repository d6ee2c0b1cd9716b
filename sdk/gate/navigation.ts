import type { GateRequest } from './gate-request.ts';
import type { Sign, Touch } from './session-lease.ts';

/** True when a person looks at a browser and waits for a page. */
export function wantsPage(request: GateRequest): boolean {
  return (request.headers.get('accept') ?? '').toLowerCase().includes('text/html');
}

/**
 * A page that the person went to themselves counts as input. The browser says so (Fetch Metadata §2.4): pages that
 * reload by themselves, media and scripts cannot. Whoever says nothing has given no input.
 */
export function signOf({ headers }: GateRequest): Sign {
  const isInput = headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-user') === '?1';
  return isInput ? 'input' : 'still';
}

/** Whether the browser goes to a page, or loads a part of one. Browsers without Fetch Metadata say what they accept. */
export function touchOf(request: GateRequest): Touch {
  const mode = request.headers.get('sec-fetch-mode');
  return mode === 'navigate' || (mode === null && wantsPage(request)) ? 'page' : 'part';
}
