import { type HeldToken, present } from '@bauta/sdk/client';
import { parsePresentRequest } from '@bauta/sdk/protocol';
import { PAGE_PATH } from './paths.ts';
import { ask, type RawAnswer } from './raw-ask.ts';

/** What a browser says of itself when a person goes to a page. */
export const NAVIGATION: readonly string[] = [
  'Accept: text/html,application/xhtml+xml,*/*;q=0.8',
  'Accept-Language: en',
  'Sec-Fetch-Mode: navigate',
  'Sec-Fetch-Dest: document',
  'Sec-Fetch-User: ?1',
];

/**
 * Goes through the form flow over HTTP: gate page, `/_age/go`, `/_age/redeem`, `/_age/enter`.
 * @param origin the one that the gate is configured with. @returns the Cookie header's value, `__Host-age=…`.
 * @throws at the first step that does not answer as protocol.md §4 says, and names it.
 */
export async function admit(port: number, origin: string, held: HeldToken): Promise<string> {
  const host = `Host: ${new URL(origin).host}`;
  const jar = new Map<string, string>();
  const cookies = (): readonly string[] => (jar.size === 0 ? [] : [`Cookie: ${cookieOf(jar)}`]);
  const navigate = async (path: string): Promise<RawAnswer> =>
    keep(jar, await ask(port, { line: `GET ${path}`, headers: [host, ...NAVIGATION, ...cookies()] }));

  const met = await navigate(PAGE_PATH);
  must(met.status === 403, `the gate page came with ${met.status}`);
  must(jar.get('__Host-age-return') === PAGE_PATH, 'the gate page does not keep where to go back to');

  const sent = await navigate('/_age/go');
  const [address = '', fragment = ''] = (sent.headers.location?.[0] ?? '').split('#');
  must(sent.status === 303 && address.endsWith('/present'), `/_age/go answered ${sent.status}`);
  const asked = parsePresentRequest(fragment);
  must(asked.redeem === `${origin}/_age/redeem`, 'the wallet is asked for another audience');

  // The wallet's form comes from another site: no cookie of this one goes with it.
  const posted = await ask(port, {
    line: 'POST /_age/redeem',
    headers: [
      host,
      ...NAVIGATION,
      'Sec-Fetch-Site: cross-site',
      'Origin: null',
      'Content-Type: application/x-www-form-urlencoded',
    ],
    body: new URLSearchParams({ ...(await present(held, asked)) }).toString(),
  });
  keep(jar, posted);
  must(posted.status === 303 && posted.headers.location?.[0] === '/_age/enter', `redeem answered ${posted.status}`);
  must(jar.has('__Host-age-code'), 'redeem refused the token');

  const entered = await navigate('/_age/enter');
  must(entered.status === 303 && entered.headers.location?.[0] === PAGE_PATH, `enter answered ${entered.status}`);
  must([...jar.keys()].join() === '__Host-age', 'enter leaves other cookies than the session');
  return cookieOf(jar);
}

function cookieOf(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

function keep(jar: Map<string, string>, answer: RawAnswer): RawAnswer {
  for (const line of answer.headers['set-cookie'] ?? []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (/;\s*max-age=0\b/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
  return answer;
}

function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
