import { headersOf } from '../../evidence/view.ts';
import { accountLinks, fillIn, isSignUp, passwordForms } from '../../reading/account-forms.ts';
import { type HtmlForm, readHtml } from '../../reading/html.ts';
import type { HttpAnswer } from '../http/http-door.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { gatedPathsOf } from './gated-paths.ts';

const MOST_PAGES = 4;

/**
 * Opens an account while a session lives, then signs in from a second device that never showed a proof.
 * Records exchanges `account-page`, `sign-up`, `sign-in`, `alive` (with session), `stranger` (without) and
 * `second-device`, and a fact `accounts`: `{ pages, forms, isTried }`.
 */
export const accounts: ProbeAct = {
  name: 'accounts',
  title: { en: 'Signing in on a second device', fr: 'Se connecter depuis un second appareil' },
  needs: ['tokens', 'authority'],
  async run(context) {
    const { record, robot, seen, target, random } = context;
    if (robot === undefined) return record.leave('no-tokens');
    const { cookie } = await robot.present(record, 'good');
    if (cookie === undefined) return record.leave('no-answer');
    const { pages, forms } = await findForms(context, cookie);
    const file = (isTried: boolean) =>
      void record.add({ kind: 'fact', label: 'accounts', value: { pages, forms: forms.length, isTried } });
    const [signUp] = forms.filter(isSignUp);
    const [signIn = signUp] = forms.filter((form) => !isSignUp(form));
    if (signIn === undefined) return file(false);
    const person = { name: `visitor${random(10)}`, password: random(20) };
    const submit = (form: HtmlForm, jar: string, label: string) =>
      send(context, form, fillIn(form, person), jar, label);
    if (signUp !== undefined) await submit(signUp, cookie, 'sign-up');
    const second = cookiesOf(await submit(signIn, '', 'sign-in'));
    const gated = new URL(gatedPathsOf(seen)[0] ?? '/', target).href;
    const visit = (jar: string, label: string) =>
      context.http.send(record, {
        url: gated,
        headers: { accept: 'text/html', ...withCookie(jar) },
        label,
        by: 'robot',
      });
    await visit(cookie, 'alive');
    await visit('', 'stranger');
    await visit(second, 'second-device');
    file(true);
  },
};

async function findForms({ http, record, seen, target }: ProbeContext, cookie: string) {
  const known = seen
    .probe('admitted')
    .exchanges('admitted')
    .filter(({ response }) => response?.body.type === 'text/html');
  const read = known.map(({ request, response }) =>
    readHtml(response === undefined ? '' : seen.text(response.body), request.url),
  );
  const links = [...new Set(read.flatMap(accountLinks))].filter((url) => new URL(url).origin === target.origin);
  for (const url of links.slice(0, MOST_PAGES)) {
    const ask = { url, headers: { accept: 'text/html', cookie }, label: 'account-page', by: 'robot' } as const;
    read.push(readHtml(new TextDecoder().decode((await http.send(record, ask)).bytes), url));
  }
  return { pages: read.length, forms: read.flatMap(passwordForms) };
}

function send(
  { http, record }: ProbeContext,
  form: HtmlForm,
  filled: string,
  jar: string,
  label: string,
): Promise<HttpAnswer> {
  const headers = { accept: 'text/html', ...withCookie(jar) };
  if (form.method !== 'POST') {
    const url = new URL(form.action);
    url.search = filled;
    return http.send(record, { url: url.href, headers, label, by: 'robot' });
  }
  const type = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(form.action).origin };
  const body = new TextEncoder().encode(filled);
  return http.send(record, {
    method: 'POST',
    url: form.action,
    headers: { ...headers, ...type },
    body,
    label,
    by: 'robot',
  });
}

const withCookie = (jar: string) => (jar === '' ? {} : { cookie: jar });

const cookiesOf = ({ rawHeaders }: HttpAnswer): string =>
  headersOf(rawHeaders, 'set-cookie')
    .map((line) => line.split(';', 1)[0] ?? '')
    .join('; ');
