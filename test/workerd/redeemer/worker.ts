// An instance of a site in workerd: redeems what it is sent, all at once, on the stores that its copies share.
import { parseHex } from '@bauta/sdk/protocol';
import { type DurableNamespace, durableObjectStores } from '@bauta/sdk/stores/durable-object';
import { type Errand, openSiteInstance, type RunErrand, type Site } from '../../chaos/store/site-instance.ts';

export { AgeStore } from '@bauta/sdk/stores/durable-object';

interface Env {
  readonly AGE_STORE: DurableNamespace;
}

/** The first thing that it is sent says which site it is of; of one, in each isolate. */
let opened: Promise<RunErrand> | undefined;

export default {
  async fetch(request: Request, { AGE_STORE }: Env): Promise<Response> {
    const { spent, sessions } = durableObjectStores(AGE_STORE);
    const { pathname } = new URL(request.url);
    const { site, errand, id } = (await request.json()) as { site: Site; errand: Errand; id: string };
    if (pathname === '/take') return Response.json((await sessions.take(parseHex(id))) ?? null);
    opened ??= openSiteInstance(site, { spent, codes: sessions });
    const run = await opened;
    return Response.json(await run(errand));
  },
};
