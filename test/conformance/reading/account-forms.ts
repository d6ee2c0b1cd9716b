import type { HtmlForm, HtmlPage } from './html.ts';

/** Addresses that look like those of an account, by what they are called in the languages of the lexicon. */
const ACCOUNT = /log-?in|sign-?in|sign-?up|register|account|connexion|compte|inscri|anmeld|konto|accedi|registr/i;
const SIGN_UP = /sign-?up|register|join|create|inscri|cr[ée]er|registr|iscri/i;

/** Links of a page that lead to an account, to signing up or to signing in. */
export function accountLinks({ links }: HtmlPage): readonly string[] {
  return links
    .filter(({ tag, url, text }) => tag === 'a' && ACCOUNT.test(`${new URL(url).pathname} ${text}`))
    .map(({ url }) => url);
}

/** Forms that take a password. */
export function passwordForms({ forms }: HtmlPage): readonly HtmlForm[] {
  return forms.filter(({ fields }) => fields.some(({ type }) => type === 'password'));
}

export const isSignUp = ({ action, fields }: HtmlForm): boolean =>
  SIGN_UP.test(`${new URL(action).pathname} ${fields.map(({ value }) => value).join(' ')}`);

/** The form as a person would fill it in, `application/x-www-form-urlencoded`. */
export function fillIn({ fields }: HtmlForm, person: { readonly name: string; readonly password: string }): string {
  const filled = new URLSearchParams();
  for (const { name, type, value } of fields) {
    if (name === '') continue;
    if (type === 'password') filled.append(name, person.password);
    else if (type === 'email' || /mail/i.test(name)) filled.append(name, `${person.name}@example.invalid`);
    else if (value === '' && /^(text|search|)$/.test(type)) filled.append(name, person.name);
    else filled.append(name, value === '' ? 'on' : value);
  }
  return String(filled);
}
