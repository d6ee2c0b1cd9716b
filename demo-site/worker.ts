// The demo site on Workers: a site like any other, with one wrap around it.
import { ageGate, SESSION_RULES } from '@bauta/sdk/gate';
import { worker } from '@bauta/sdk/gate/worker';
import { openKeyLog, parseKeyLogFile, pinsOf } from '@bauta/sdk/log';
import { nameOf, parseHex } from '@bauta/sdk/protocol';
import { type DurableNamespace, durableObjectStores } from '@bauta/sdk/stores/durable-object';
import { Hono } from 'hono';
import { addPages, CANARIES, CONTACT, PUBLIC_PATHS } from './app.ts';

export { AgeStore } from '@bauta/sdk/stores/durable-object';

interface Env {
  /** The files of `media/`. */
  readonly ASSETS: { fetch(url: string): Promise<Response> };
  readonly AGE_STORE: DurableNamespace;
  readonly DEMO_SITE_ORIGIN: string;
  readonly ISSUER_ORIGIN: string;
  readonly WALLET_ORIGIN: string;
  /** The text of `key-log.json`: the log that the issuer's keys must stand in. */
  readonly KEY_LOG: string;
  /** 64 hexadecimal digits; several, separated by commas: the first signs, all verify. */
  readonly DEMO_SITE_SECRETS: string;
}

const NOBODY = new Uint8Array(32);

/** Read once in each isolate. */
let film: Uint8Array<ArrayBuffer> | undefined;

async function loadFilm({ ASSETS }: Env): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await ASSETS.fetch('https://assets.example/film-3.webm');
  if (answer.status !== 200) throw new TypeError('the film is not among the assets');
  return new Uint8Array(await answer.arrayBuffer());
}

export default worker<Env>(
  async (env) => {
    const { spent, sessions, keep } = durableObjectStores(env.AGE_STORE);
    return ageGate({
      origin: env.DEMO_SITE_ORIGIN,
      issuer: nameOf(env.ISSUER_ORIGIN),
      wallet: env.WALLET_ORIGIN,
      secrets: env.DEMO_SITE_SECRETS.split(',').map((secret) => parseHex(secret.trim())),
      spent,
      sessions,
      kept: keep('directory'),
      keyLog: await openKeyLog({ ...pinsOf(parseKeyLogFile(env.KEY_LOG)), seen: keep('log') }),
      publicPaths: PUBLIC_PATHS,
      country: 'FR',
      contact: CONTACT,
      canaries: CANARIES,
    });
  },
  {
    async fetch(request, env) {
      film ??= await loadFilm(env);
      const { sessions } = durableObjectStores(env.AGE_STORE);
      const site = addPages(new Hono(), {
        policy: SESSION_RULES['fr-arcom'],
        media: { film },
        healthy: async () => (await sessions.read(NOBODY)) === undefined,
      });
      return site.fetch(request);
    },
  },
);
