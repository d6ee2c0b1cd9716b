// The gateway on Workers: on the routes of a site that runs elsewhere, in front of every byte of it.
import { readWorkerVariables } from '@bauta/sdk/config/worker-variables';
import { ageGate } from '@bauta/sdk/gate';
import { worker } from '@bauta/sdk/gate/worker';
import { openKeyLog, pinsOf } from '@bauta/sdk/log';
import { type DurableNamespace, durableObjectStores } from '@bauta/sdk/stores/durable-object';

export { AgeStore } from '@bauta/sdk/stores/durable-object';

/** Beside these, the keys of a `bauta.toml` in small letters, and the secrets that `secrets_env` names. */
interface Env {
  readonly AGE_STORE: DurableNamespace;
  /** The origin of the server behind; default: the one that the route of this Worker stands in front of. */
  readonly upstream?: string;
}

export default worker<Env>(
  async (env) => {
    const { options, keyLog } = readWorkerVariables({ ...env }, ['upstream']);
    const { spent, sessions, keep } = durableObjectStores(env.AGE_STORE);
    return ageGate({
      ...options,
      spent,
      sessions,
      kept: keep('directory'),
      ...(keyLog && { keyLog: await openKeyLog({ ...pinsOf(keyLog), seen: keep('log') }) }),
      onEvent: (event) => event.event !== 'session-opened' && console.log(JSON.stringify(event)),
      onRefused: (code) => console.log(JSON.stringify({ event: 'refusal', code })),
    });
  },
  {
    // A redirect is the visitor's to follow.
    fetch: (request, { upstream }) => fetch(upstream ? at(upstream, request) : request, { redirect: 'manual' }),
  },
);

function at(upstream: string, request: Request): Request {
  const { pathname, search } = new URL(request.url);
  return new Request(upstream + pathname + search, request);
}
