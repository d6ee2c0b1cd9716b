// The application of the door tests as a Worker, for workerd: every way of answering that a careless hand may choose.
import { ageGate } from '@bauta/sdk/gate';
import { worker } from '@bauta/sdk/gate/worker';
import { type DurableNamespace, durableObjectStores } from '@bauta/sdk/stores/durable-object';
import { FILM, KEEP, MARKER, PAGE } from '../../door/marked.ts';
import { PUBLIC_PATHS } from '../../door/paths.ts';

export { AgeStore } from '@bauta/sdk/stores/durable-object';

interface Env {
  readonly AGE_STORE: DurableNamespace;
  readonly ISSUER: string;
  /** Somewhere that answers with the marker. */
  readonly ELSEWHERE: string;
}

/** What only workerd has. */
declare const WebSocketPair: new () => readonly [object, object & { accept(): void; send(text: string): void }];

let waited = 0;
const now = (): number => Math.floor(Date.now() / 1000) + waited;

/** Everything that is not in `PATHS` is the page. */
const PATHS: Readonly<Record<string, (request: Request, env: Env, ctx: unknown) => Response | Promise<Response>>> = {
  '/public/a': () => new Response('open to everyone'),
  '/public/wait': (request) => {
    waited += Number(new URL(request.url).search.slice(1));
    return new Response(null, { status: 204 });
  },
  '/public/socket': openSocket,
  '/api/films': () => Response.json({ films: [MARKER] }, { headers: KEEP }),
  '/media/film.webm': (request) =>
    request.headers.has('range')
      ? new Response(FILM.slice(5, 10), { status: 206, headers: KEEP })
      : new Response(FILM, { headers: KEEP }),
  '/broken': () => new Response(MARKER, { status: 500, headers: KEEP }),
  '/thrown': () => {
    throw new Error(MARKER);
  },
  '/nothing': () => undefined as unknown as Response,
  '/passed': (_, env, ctx) => {
    (ctx as { passThroughOnException(): void }).passThroughOnException();
    return PATHS['/thrown']?.(_, env, ctx) as Response;
  },
  '/moved': () => Response.redirect('https://site.example/films/3'),
  '/unchanged': () => new Response(null, { status: 304, headers: KEEP }),
  '/fetched': (_, { ELSEWHERE }) => fetch(ELSEWHERE),
  '/socket': openSocket,
  '/stream': (_, __, ctx) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const write = async (): Promise<void> => {
      for (const letter of MARKER) await writer.write(new TextEncoder().encode(letter));
      await writer.close();
    };
    (ctx as { waitUntil(work: Promise<void>): void }).waitUntil(write());
    return new Response(readable, { headers: KEEP });
  },
};

function openSocket(): Response {
  const [client, server] = new WebSocketPair();
  server.accept();
  server.send(MARKER);
  return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}

export default worker<Env>(
  ({ AGE_STORE, ISSUER }) => {
    const stores = durableObjectStores(AGE_STORE);
    return ageGate({
      origin: 'https://site.example',
      issuer: ISSUER,
      wallet: 'https://wallet.example',
      secrets: [new Uint8Array(32).fill(1)],
      spent: stores.spent,
      sessions: stores.sessions,
      kept: stores.keep('directory'),
      publicPaths: PUBLIC_PATHS,
      now,
    });
  },
  {
    fetch(request, env, ctx) {
      const { pathname } = new URL(request.url);
      const answer = Object.hasOwn(PATHS, pathname) ? PATHS[pathname] : undefined;
      return answer
        ? answer(request, env, ctx)
        : new Response(PAGE, { headers: { 'content-type': 'text/html', ...KEEP } });
    },
  },
);
