import { type Fetch, loopbackFetch } from '@bauta/services/loopback';

/** What of a browser the main job needs over HTTP: cookies per host, no redirect followed by itself, bytes counted. */
export interface HeadlessBrowser {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Bytes of all bodies sent and received so far. */
  readonly bytes: () => number;
}

/** @param send the network. */
export function createHeadlessBrowser(send: Fetch = loopbackFetch): HeadlessBrowser {
  const jars = new Map<string, Map<string, string>>();
  let bytes = 0;
  return {
    bytes: () => bytes,
    async fetch(url, init = {}) {
      const { hostname } = new URL(url);
      const jar = jars.get(hostname) ?? new Map<string, string>();
      jars.set(hostname, jar);
      const headers = new Headers(init.headers);
      if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
      const response = await send(url, { ...init, headers, redirect: 'manual' });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const body = new Uint8Array(await response.arrayBuffer());
      bytes += body.length + sizeOf(init.body);
      const { status, headers: received } = response;
      return new Response(status === 204 || status === 303 ? null : body, { status, headers: received });
    },
  };
}

function sizeOf(body: RequestInit['body']): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof Uint8Array) return body.length;
  return body instanceof URLSearchParams ? String(body).length : 0;
}
