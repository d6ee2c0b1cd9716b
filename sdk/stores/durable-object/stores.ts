import type { Bytes } from '../../protocol/bytes.ts';
import type { KeptText } from '../../verifier/kept-text.ts';
import type { Sessions } from '../../verifier/sessions.ts';
import type { SpentSet } from '../../verifier/spent-set.ts';
import { checkSpend } from '../spend-arguments.ts';
import { type KeptTexts, keptText } from '../sqlite/kept-texts.ts';
import type { DurableNamespace } from './platform.ts';
import { askPort } from './port-call.ts';

/** Bits of the first byte that do not choose the shard: 64 shards. */
const REST = 2;

/** A site's stores. */
export interface DurableObjectStores {
  readonly spent: SpentSet;
  readonly sessions: Sessions;
  /** One text, by a name of the site's choice. */
  keep(name: string): KeptText;
}

/**
 * Stores in the Durable Objects of `AgeStore`, shared by every isolate of a site: 64 of them, by the first bits of the
 * nullifier or of the session's id, so that no visitor waits for all others. An object is made when it is first asked.
 *
 * The number of shards is fixed: with another one a spent token would be looked for in a shard that has never seen it,
 * and let in again. For the same reason a binding never moves to another class or jurisdiction while tokens that were
 * spent there are accepted; a jurisdiction is chosen at the beginning.
 * @param namespace the binding, for instance `env.AGE_STORE` or `env.AGE_STORE.jurisdiction('eu')`.
 * @throws AgeError ERR_STORE_UNAVAILABLE from every method when an object is overloaded, away or broken.
 */
export function durableObjectStores(namespace: DurableNamespace): DurableObjectStores {
  const port = <T extends object>(shard: string, name: string, methods: readonly (keyof T & string)[]): T =>
    askPort<T>(() => namespace.getByName(shard), name, methods);
  const sessionsOf = (id: Bytes): Sessions => port(shardOf(id), 'sessions', ['put', 'read', 'take', 'replace']);
  return {
    spent: {
      async spend(nullifier, until) {
        checkSpend(nullifier, until);
        return (await port<SpentSet>(shardOf(nullifier), 'spent', ['spend']).spend(nullifier.slice(), until)) === true;
      },
    },
    sessions: {
      put: async (id, value, ttl) => sessionsOf(id).put(id.slice(), value, ttl),
      read: async (id) => sessionsOf(id).read(id.slice()),
      take: async (id) => sessionsOf(id).take(id.slice()),
      replace: async (id, before, value, ttl) => sessionsOf(id).replace(id.slice(), before, value, ttl),
    },
    keep: (name) => keptText(port<KeptTexts>('kept', 'kept', ['load', 'save']), name),
  };
}

function shardOf(key: Bytes): string {
  return `shard ${(key[0] ?? 0) >> REST}`;
}
