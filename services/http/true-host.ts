type Fetch<Rest extends readonly unknown[]> = (request: Request, ...rest: Rest) => Response | Promise<Response>;

/**
 * The same door, without requests whose Host is no host: they are answered 400, like whatever else is no HTTP. Node's
 * parser and `@hono/node-server` let some of them through (`.1`), and no URL can be made of those.
 */
export function withTrueHost<Rest extends readonly unknown[]>(fetch: Fetch<Rest>): Fetch<Rest> {
  return (request, ...rest) =>
    URL.canParse(request.url) ? fetch(request, ...rest) : new Response(null, { status: 400 });
}
