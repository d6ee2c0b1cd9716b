import type { Json } from '../../evidence/observation.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import { headersOf } from '../../evidence/view.ts';
import { callbackAddresses } from '../../reading/callback-addresses.ts';
import { readHtml } from '../../reading/html.ts';
import type { HttpAnswer, HttpAsk } from '../http/http-door.ts';
import type { ProbeAct } from '../probe-act.ts';
import { gateAddressOf } from './gate-address.ts';

const MOST_ADDRESSES = 8;
const ASKS = { accept: 'text/html,*/*;q=0.8', 'accept-language': 'fr,en;q=0.5' };

const base64url = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A statement that nobody signed. */
const UNSIGNED = `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url({ sub: '1', over18: true, age_verified: true, verified: true })}.`;

const YES = {
  status: 'success',
  result: 'success',
  state: '1',
  verified: 'true',
  age_verified: '1',
  success: '1',
  over18: 'true',
  token: '1',
  code: '1',
};
const SIGNED_BY_NOBODY = { token: UNSIGNED, jwt: UNSIGNED, id_token: UNSIGNED, vp_token: UNSIGNED, status: 'success' };

type Ask = Omit<HttpAsk, 'label' | 'url'> & { readonly url: string };

/** Ways of saying yes to a callback. */
const FORGERIES: readonly { readonly name: string; readonly ask: (url: string) => Ask }[] = [
  { name: 'query', ask: (url) => ({ url: withQuery(url, YES) }) },
  { name: 'query-unsigned', ask: (url) => ({ url: withQuery(url, SIGNED_BY_NOBODY) }) },
  { name: 'form', ask: (url) => posted(url, 'application/x-www-form-urlencoded', new URLSearchParams(YES).toString()) },
  {
    name: 'form-unsigned',
    ask: (url) => posted(url, 'application/x-www-form-urlencoded', new URLSearchParams(SIGNED_BY_NOBODY).toString()),
  },
  {
    name: 'json',
    ask: (url) =>
      posted(url, 'application/json', JSON.stringify({ ...YES, verified: true, success: true, over18: true })),
  },
];

function withQuery(url: string, fields: Readonly<Record<string, string>>): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
  return address.href;
}

function posted(url: string, type: string, text: string): Ask {
  const { origin } = new URL(url);
  return { url, method: 'POST', headers: { 'content-type': type, origin }, body: new TextEncoder().encode(text) };
}

/**
 * The answer of an age check, forged: each address of the site that sounds as if it took one is told yes in five ways, and
 * the gate's page is asked for again with whatever cookies came of it. Records exchanges `plain` (the page before),
 * `forgery` and `after-forgery` (the page again), and a fact `forged` `{ addresses, tries, cookies }`: which addresses, how
 * many tries, and how many of them were given a cookie.
 */
export const callbackForgery: ProbeAct = {
  name: 'callback-forgery',
  title: { en: 'Forged answers of an age check', fr: 'Réponses de vérification contrefaites' },
  needs: ['authority'],
  async run({ target, record, seen, http }) {
    const address = gateAddressOf(seen, target);
    const plain = await http.send(record, { url: address, headers: ASKS, label: 'plain' });
    if (plain.response === undefined) return record.leave('no-answer');
    const addresses = addressesIn(seen, target, plain).slice(0, MOST_ADDRESSES);
    let tries = 0;
    let given = 0;
    for (const url of addresses) {
      for (const { ask } of FORGERIES) {
        const forged = ask(url);
        const answer = await http.send(record, {
          ...forged,
          headers: { ...ASKS, ...forged.headers },
          label: 'forgery',
        });
        tries += 1;
        const cookie = cookiesOf(answer);
        // Without a cookie nothing has changed, but for a site that goes by where somebody comes from.
        if (cookie === '') continue;
        given += 1;
        await http.send(record, { url: address, headers: { ...ASKS, cookie }, label: 'after-forgery' });
      }
    }
    if (given < tries) await http.send(record, { url: address, headers: ASKS, label: 'after-forgery' });
    record.add({ kind: 'fact', label: 'forged', value: { addresses, tries, cookies: given } });
  },
};

/** From the gate's page, its forms and its scripts, and those that many sites have. */
function addressesIn(seen: EvidenceView, target: URL, plain: HttpAnswer): readonly string[] {
  const pages = seen
    .probe('browser-home')
    .pages('gate')
    .map(({ dom }) => seen.text(dom));
  const fetched = seen.probe('browser-home').exchanges('gate');
  const scripts = fetched
    .filter(
      ({ request, response }) =>
        /javascript/.test(response?.body.type ?? '') && new URL(request.url).origin === target.origin,
    )
    .map(({ response }) => (response === undefined ? '' : seen.text(response.body)));
  const documents = [new TextDecoder().decode(plain.bytes), ...pages].map((html) => readHtml(html, plain.request.url));
  return callbackAddresses(documents, scripts, target);
}

function cookiesOf({ rawHeaders }: HttpAnswer): string {
  const pairs = headersOf(rawHeaders, 'set-cookie').map((line) => (line.split(';', 1)[0] ?? '').trim());
  return pairs.filter((pair) => /^[^=]+=./.test(pair)).join('; ');
}
