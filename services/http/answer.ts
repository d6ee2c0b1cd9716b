type Headers = Readonly<Record<string, string>>;

/** A value as JSON. */
export function answerJson(value: unknown, headers: Headers = {}, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** Bytes under their media type. */
export function answerBytes(bytes: Uint8Array<ArrayBuffer>, mediaType: string, headers: Headers = {}): Response {
  return new Response(bytes, { headers: { 'content-type': mediaType, ...headers } });
}

/** A page. It brings its own Content-Security-Policy, or may load nothing at all. */
export function answerHtml(html: string, headers: Headers = {}, status = 200): Response {
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });
}

/** Nothing to say: 204. */
export function answerEmpty(headers: Headers = {}): Response {
  return new Response(null, { status: 204, headers });
}

/** Go on there, with a GET: 303. */
export function answerRedirect(location: string, headers: Headers = {}): Response {
  return new Response(null, { status: 303, headers: { location, ...headers } });
}
