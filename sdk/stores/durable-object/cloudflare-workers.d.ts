/** The module of the platform, as far as we use it. */
declare module 'cloudflare:workers' {
  /** What an object is whose methods may be called from another isolate. */
  export class DurableObject {
    constructor(ctx: unknown, env: unknown);
  }
}
