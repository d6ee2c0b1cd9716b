/** The path that is asked for. */
export const pathOf = (request: Request): string => new URL(request.url).pathname;

export const isRedeem = (request: Request): boolean => request.method === 'POST' && pathOf(request) === '/_age/redeem';

export function cookieOf({ headers }: Request, name: string): string | undefined {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The same answer with other headers. */
export function withHeaders(response: Response, change: (headers: Headers) => void): Response {
  const headers = new Headers(response.headers);
  change(headers);
  return new Response(response.body, { status: response.status, headers });
}

/** The same answer with each of its cookies changed. */
export function withCookies(response: Response, change: (line: string) => string): Response {
  const lines = response.headers.getSetCookie();
  return withHeaders(response, (headers) => {
    headers.delete('set-cookie');
    for (const line of lines) headers.append('set-cookie', change(line));
  });
}

/** Sends on to `/` with the cookies of another answer. */
export function goHome(admitted: Response): Response {
  const headers = new Headers({
    location: '/',
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
  });
  for (const line of admitted.headers.getSetCookie()) headers.append('set-cookie', line);
  return new Response(null, { status: 303, headers });
}
