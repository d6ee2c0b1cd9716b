import { DIRECTORY_PATH } from '../../reading/issuer-directory.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';

const AGENTS = {
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  safari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  curl: 'curl/8.14.1',
} as const;

const PAUSE_MS = 1000;

/** How the directory is asked for: by headers, and by a query. */
interface Way {
  readonly way: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/**
 * The directory of keys, twenty-one times: as nobody, with cookies, as several browsers, in several languages, with an
 * account's credentials, as if sent by a site, and a moment later. Each is an exchange labelled `directory-WAY`, with WAY
 * one of `plain`, `cookie`, `agent`, `language`, `account`, `site`, `later`. A fact `canary` is the made-up site's host.
 */
export const issuerDirectory: ProbeAct = {
  name: 'issuer-directory',
  title: { en: 'Asking for the keys as different people', fr: 'Demander les clés comme des personnes différentes' },
  needs: [],
  async run(context) {
    const { record, http, target, random, wait } = context;
    const canary = `${random(12)}.example`;
    record.add({ kind: 'fact', label: 'canary', value: canary });
    const ask = ({ way, headers = {}, query = '' }: Way) =>
      http.send(record, { url: `${target.origin}${DIRECTORY_PATH}${query}`, headers, label: `directory-${way}` });

    const first = await ask({ way: 'plain' });
    if (first.response === undefined) return record.leave('no-answer');
    for (const way of waysOf(context, canary)) await ask(way);
    await wait(PAUSE_MS);
    for (let i = 0; i < 4; i++) await ask({ way: 'later' });
  },
};

function waysOf({ random }: ProbeContext, canary: string): readonly Way[] {
  const cookie = (): Way => ({ way: 'cookie', headers: { cookie: `session=${random(24)}; uid=${random(12)}` } });
  const agents = Object.values(AGENTS).map((agent): Way => ({ way: 'agent', headers: { 'user-agent': agent } }));
  const languages = ['fr-FR,fr;q=0.9', 'de', 'ja', 'en-US'].map(
    (language): Way => ({
      way: 'language',
      headers: { 'accept-language': language },
    }),
  );
  const account = (): Way => ({ way: 'account', headers: { authorization: `Bearer ${random(32)}` } });
  const site: readonly Way[] = [
    { way: 'site', headers: { referer: `https://${canary}/video/1`, origin: `https://${canary}` } },
    { way: 'site', query: `?client_id=${canary}&redirect_uri=https%3A%2F%2F${canary}%2F` },
  ];
  const plain: Way = { way: 'plain' };
  return [cookie(), ...agents, plain, cookie(), ...languages, plain, account(), cookie(), ...site, account()];
}
