// A site on Workers that takes proofs of age itself.
import { euWallet, parseTrustedList } from '@bauta/sdk/eu-wallet';
import { ageGate } from '@bauta/sdk/gate';
import { worker } from '@bauta/sdk/gate/worker';
import { type DurableNamespace, durableObjectStores } from '@bauta/sdk/stores/durable-object';

export { AgeStore } from '@bauta/sdk/stores/durable-object';

interface Env {
  readonly AGE_STORE: DurableNamespace;
  readonly ISSUER: string;
  readonly LIST: string;
}

export default worker<Env>(
  ({ AGE_STORE, ISSUER, LIST }) => {
    const { spent, sessions, keep } = durableObjectStores(AGE_STORE);
    const list = parseTrustedList(LIST, { production: false });
    return ageGate({
      origin: 'http://site.localhost',
      issuer: ISSUER,
      wallet: 'https://wallet.example',
      secrets: [new Uint8Array(32).fill(1)],
      spent,
      sessions,
      kept: keep('directory'),
      methods: [euWallet({ trustedList: { current: () => list }, demonstration: true })],
    });
  },
  { fetch: () => new Response('open') },
);
