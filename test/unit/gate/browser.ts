/** What the gate is reached by in these tests. */
export type Send = (request: Request) => Response | Promise<Response>;

/** A browser's side of the gate: a cookie jar, and the SameSite rule as Chromium was seen to apply it. */
export interface Browser {
  readonly cookies: Map<string, string>;
  /** A page the person goes to: with cookies, and the headers of a navigation. */
  navigate(path: string, init?: RequestInit): Promise<Response>;
  /** What a page loads or a script asks. */
  load(path: string, init?: RequestInit): Promise<Response>;
  /** The wallet's form: from another site, so that no cookie of ours goes with it. */
  postForm(fields: Readonly<Record<string, string>> | string, path?: string): Promise<Response>;
}

export function createBrowser(origin: string, send: Send): Browser {
  const cookies = new Map<string, string>();

  async function ask(path: string, init: RequestInit, isCrossSite: boolean): Promise<Response> {
    const request = new Request(origin + path, { redirect: 'manual', ...init });
    if (!isCrossSite && cookies.size > 0) {
      request.headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const response = await send(request);
    for (const cookie of response.headers.getSetCookie()) keep(cookie);
    return response;
  }

  function keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    for (const needed of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) {
      if (!attributes.includes(needed)) throw new Error(`${name} lacks ${needed}`);
    }
    if (attributes.includes('Max-Age=0')) cookies.delete(name);
    else cookies.set(name, pair.slice(at + 1));
  }

  const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html,*/*;q=0.8' };
  return {
    cookies,
    navigate: (path, init = {}) =>
      ask(path, { ...init, headers: { ...navigation, 'sec-fetch-user': '?1', ...init.headers } }, false),
    load: (path, init = {}) => ask(path, { ...init, headers: { accept: '*/*', ...init.headers } }, false),
    postForm: (fields, path = '/_age/redeem') =>
      ask(
        path,
        {
          method: 'POST',
          body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
          headers: {
            ...navigation,
            'sec-fetch-site': 'cross-site',
            origin: 'null',
            'content-type': 'application/x-www-form-urlencoded',
          },
        },
        true,
      ),
  };
}
