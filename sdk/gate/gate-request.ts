/** What the gate looks at of a request. A `Request` is one; servers that have none need not make one. */
export interface GateRequest {
  readonly method: string;
  /** Absolute. Its host is never believed. */
  readonly url: string;
  /** Asked for by their names in lower case. */
  readonly headers: Pick<Headers, 'get' | 'has'>;
  /** Read by the gate's own POSTs alone. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Path and query, put in order. The host is left out: it is whatever somebody sent, and need not even be a host. */
export function addressOf({ url }: GateRequest): URL {
  return new URL(url.replace(/\/\/[^/?#\\]+/, '//a'));
}
