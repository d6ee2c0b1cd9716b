import type { Server } from 'node:http';
import type { AgeGate } from './age-gate.ts';
import { answerShut, checkGate, warn } from './mounting.ts';
import { type NodeRequest, type NodeResponse, readNodeRequest } from './node-request.ts';
import { holdOnNode, sendOwn } from './node-response.ts';
import { readResponse } from './own-answer.ts';

export type { NodeRequest, NodeResponse } from './node-request.ts';

/** What `createServer` of `node:http`, `node:https` or `node:http2` takes. */
export type NodeListener<Q extends NodeRequest = NodeRequest, S extends NodeResponse = NodeResponse> = (
  request: Q,
  response: S,
) => unknown;

/** Listeners of a server that answer without the one for `request`. */
const BYPASSES: readonly string[] = ['checkContinue', 'checkExpectation', 'upgrade', 'connect'];

/**
 * The gate in front of a request listener: `createServer(node(gate)(listener))`. The listener runs for public paths and
 * for visitors with a session, and for nobody else; the headers that the gate gives hold whatever it sets.
 *
 * It takes the whole server or nothing: when the server has a second `request` listener, or one for `upgrade`,
 * `connect`, `checkContinue` or `checkExpectation`, every request is answered 503 and a warning says why (`process`
 * event `warning`, code `BAUTA_GATE`), since those answer past the gate. Not seen are: a listener that this one is wrapped
 * in and that answers by itself, another server of the same process, bytes written to the socket, and HTTP/2 pushes.
 * @throws TypeError when it is not given a gate, or a listener.
 */
export function node(
  gate: AgeGate,
): <Q extends NodeRequest, S extends NodeResponse>(listener: NodeListener<Q, S>) => NodeListener<Q, S> {
  checkGate(gate);
  return <Q extends NodeRequest, S extends NodeResponse>(listener: NodeListener<Q, S>) => {
    if (typeof listener !== 'function') throw new TypeError('node(gate) takes a request listener');
    return (request: Q, response: S): void => {
      passGate(gate, request, response, findBypass(request))
        .then((isOpen) => isOpen && listener(request, response))
        .catch(raise);
    };
  };
}

/**
 * Judges a request of `node:http` and answers it, or holds the gate's headers on its answer. It never rejects.
 * @param fault why the gate cannot guard here; then the door is shut. @returns true when the application may run.
 */
export async function passGate(
  gate: AgeGate,
  incoming: NodeRequest,
  outgoing: NodeResponse,
  fault?: string,
): Promise<boolean> {
  let isGone = false;
  outgoing.once('close', () => {
    isGone = true;
  });
  try {
    if (fault !== undefined) {
      warn(fault);
      sendOwn(outgoing, answerShut());
      return false;
    }
    const judged = await gate.handle(readNodeRequest(incoming));
    // Whoever has gone away gets nothing, and the application has nothing to do.
    if (isGone || outgoing.writableEnded) return false;
    if ('headers' in judged) {
      holdOnNode(outgoing, judged.headers);
      return true;
    }
    // What is left of a body must not be read as the next request.
    if (!incoming.complete && incoming.httpVersionMajor === 1) outgoing.setHeader('connection', 'close');
    sendOwn(outgoing, judged.own ?? (await readResponse(judged.response)));
  } catch {
    shut(outgoing);
  }
  return false;
}

async function shut(outgoing: NodeResponse): Promise<void> {
  try {
    if (!outgoing.headersSent) return sendOwn(outgoing, answerShut());
  } catch {
    // Nothing can be said any more.
  }
  outgoing.destroy();
}

/** Why a server can be asked past the gate, as far as its listeners tell. */
export function findBypass(incoming: NodeRequest): string | undefined {
  const server = (incoming.socket as { server?: Server } | undefined)?.server;
  if (server === undefined) return undefined;
  // HTTP/2 has one listener for streams of its own, which makes requests of them.
  if (server.listenerCount('request') > 1 || server.listenerCount('stream') > 1) {
    return 'the server has a second listener for requests, beside the gate';
  }
  const bypass = BYPASSES.find((event) => server.listenerCount(event) > 0);
  return bypass && `the server has a listener for "${bypass}", which answers past the gate`;
}

// A fault of the application: it is the process's, as without the gate.
function raise(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
