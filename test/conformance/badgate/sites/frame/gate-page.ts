import type { Fault, Works } from '../../frame.ts';

type Change = (html: string, works: Works, request: Request) => string;

/** Changes the page of the gate, and nothing else. @param policy its content security policy, where that changes too */
export function onGatePage(change: Change, policy?: (works: Works) => string): NonNullable<Fault['after']> {
  return async (response, request, works) => {
    const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
    const { pathname } = new URL(request.url);
    const isGate = response.status === 403 || (pathname === '/_age/gate' && response.status === 200);
    if (!isPage || !isGate || pathname === '/_age/enter') return response;
    const headers = new Headers(response.headers);
    if (policy) headers.set('content-security-policy', policy(works));
    return new Response(change(await response.text(), works, request), { status: response.status, headers });
  };
}

/** Before the end of the page's main part. */
export const addToMain = (html: string, more: string): string => html.replace('</main>', `${more}\n</main>`);
export const addToHead = (html: string, more: string): string => html.replace('</head>', `${more}\n</head>`);

/** The policy of the gate's page with some doors open. @param more per directive, beside `'self'` */
export function openPolicy(more: Readonly<Record<string, string>> = {}): string {
  const own = ['style-src', 'script-src', 'connect-src', 'img-src', 'form-action'];
  const lines = own.map((name) => `${name} 'self'${more[name] === undefined ? '' : ` ${more[name]}`}`);
  return ["default-src 'none'", ...lines, "frame-ancestors 'none'", "base-uri 'none'"].join('; ');
}
