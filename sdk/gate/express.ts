import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AgeGate } from './age-gate.ts';
import { checkGate } from './mounting.ts';
import { findBypass, passGate } from './node.ts';

/** A middleware as Express takes it. */
export type ExpressMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** What of an Express application is looked at: 4 keeps its router in `_router`, 5 in `router`. */
interface ExpressApplication {
  readonly parent?: unknown;
  readonly _router?: { readonly stack: readonly { readonly name?: string }[] };
  readonly router?: { readonly stack: readonly { readonly name?: string }[] };
  on(event: 'mount', act: () => never): unknown;
}

/** Layers that Express 4 lays by itself, before the first of the application. */
const LAID_BY_EXPRESS: readonly (string | undefined)[] = ['query', 'expressInit'];

const FIRST = 'app.use(express(gate)) must come before every other use, route and middleware of the application';
const WHOLE = 'express(gate) must be mounted on the application itself, with app.use(express(gate)) and without a path';

/**
 * The gate as an Express 4 or 5 middleware: `app.use(express(gate))`, before everything else. The application runs for
 * public paths and for visitors with a session, and for nobody else; the headers that the gate gives hold whatever it
 * sets, `express.static`, `res.sendFile` and errors included.
 *
 * `app.use` throws a TypeError, so that the site does not start, when something was registered before the gate, when
 * it is given a path, or when the application is mounted in another one. On a `Router`, where that cannot be seen,
 * every request is answered 503. So it is when the server has listeners that answer past it, as with `node(gate)`,
 * whose limits hold here too.
 * @throws TypeError when it is not given a gate.
 */
export function express(gate: AgeGate): ExpressMiddleware {
  checkGate(gate);
  let application: ExpressApplication | undefined;

  const guard: ExpressMiddleware = (request, response, next) => {
    const isRoot = ((request as { baseUrl?: string }).baseUrl ?? '') === '';
    const fault = application === undefined || !isRoot ? WHOLE : findBypass(request);
    passGate(gate, request, response, fault).then((isOpen) => isOpen && next(), next);
  };

  function meet(mountpath: unknown, parent: ExpressApplication): void {
    if (mountpath !== '/' || parent.parent !== undefined || application !== undefined) throw new TypeError(WHOLE);
    const { stack = [] } = parent._router ?? parent.router ?? {};
    // The last layer is the gate's own.
    if (stack.filter(({ name }) => !LAID_BY_EXPRESS.includes(name)).length > 1) throw new TypeError(FIRST);
    parent.on('mount', () => {
      throw new TypeError(WHOLE);
    });
    application = parent;
  }

  // `app.use` tells applications where it mounts them, and nobody else: so the gate looks like one.
  return Object.assign(guard, {
    handle: guard,
    set: () => {},
    emit(this: { readonly mountpath?: unknown }, event: string, parent: ExpressApplication): void {
      if (event === 'mount') meet(this.mountpath, parent);
    },
  });
}
