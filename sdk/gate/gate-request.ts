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
