import { ageGate } from '@bauta/sdk/gate';
import { worker } from '@bauta/sdk/gate/worker';
import { parseHex } from '@bauta/sdk/protocol';
import { durableObjectStores } from '@bauta/sdk/stores/durable-object';

export { AgeStore } from '@bauta/sdk/stores/durable-object';

const site = {
  fetch: () =>
    new Response('<script src="/_age/beat.js" defer></script><p>For adults.</p>', {
      headers: { 'content-type': 'text/html' },
    }),
};

export default worker((env) => {
  const { spent, sessions, keep } = durableObjectStores(env.AGE_STORE);
  return ageGate({
    origin: 'https://site.example',
    issuer: 'issuer.example',
    wallet: 'https://wallet.example',
    secrets: [parseHex(env.AGE_SECRET)],
    spent,
    sessions,
    kept: keep('directory'),
    publicPaths: ['/robots.txt', '/imprint/'],
  });
}, site);
