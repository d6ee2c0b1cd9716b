// What is used of oidc-provider 8, which comes without types.
declare module 'oidc-provider' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** A request at the library: Koa's, as far as it is used. */
  export interface Context {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
    status: number;
    type: string;
    body: string;
    set(name: string, value: string): void;
    get(name: string): string;
    redirect(url: string): void;
  }

  export interface Interaction {
    readonly uid: string;
    readonly params: Readonly<Record<string, string | undefined>>;
    readonly prompt: { readonly name: string; readonly details: { readonly missingOIDCClaims?: readonly string[] } };
    readonly session?: { readonly uid: string };
  }

  export interface Session {
    accountId?: string;
    persist(): Promise<void>;
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    addOIDCClaims(claims: readonly string[]): void;
    save(): Promise<string>;
  }

  /** Where the library keeps its records of one kind; of clients it uses `find` alone. */
  export interface Adapter {
    find(id: string): Promise<unknown>;
    findByUid?(uid: string): Promise<unknown>;
    upsert?(id: string, payload: Readonly<Record<string, unknown>>, expiresIn: number): Promise<void>;
    consume?(id: string): Promise<void>;
    destroy?(id: string): Promise<void>;
    revokeByGrantId?(grantId: string): Promise<void>;
  }

  export interface Account {
    readonly accountId: string;
    claims(): Readonly<Record<string, unknown>>;
  }

  export class Provider extends EventEmitter {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly app: { silent: boolean };
    readonly Grant: new (of: {
      readonly accountId: string;
      readonly clientId: string | undefined;
    }) => Grant;
    readonly Session: { findByUid(uid: string): Promise<Session | undefined> };
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    callback(): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
    interactionDetails(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Interaction>;
    interactionResult(
      incoming: IncomingMessage,
      outgoing: ServerResponse,
      result: Readonly<Record<string, unknown>>,
      options: { readonly mergeWithLastSubmission: boolean },
    ): Promise<string>;
  }
}
