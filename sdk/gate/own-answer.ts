import type { Bytes } from '../protocol/index.ts';

/** An answer of the gate itself, before a server makes of it what it sends. */
export interface OwnAnswer {
  readonly status: number;
  /** Names in lower case, and `set-cookie` not among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lines of `Set-Cookie`. */
  readonly cookies: readonly string[];
  readonly body: string | Bytes | null;
}

/** The answer for servers of the Fetch standard. */
export function makeResponse({ status, headers, cookies, body }: OwnAnswer): Response {
  const response = new Response(body, { status, headers });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

/** An answer that was made as a `Response`. */
export async function readResponse(response: Response): Promise<OwnAnswer> {
  const { 'set-cookie': _, ...headers } = Object.fromEntries(response.headers);
  const body = response.body && new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers, cookies: response.headers.getSetCookie(), body };
}
