import { createHash } from 'node:crypto';
import { formsOf } from './name-in-text.ts';

/** Names by which a site can be told, each in every form that this suite knows. */
export interface SiteNames {
  readonly forms: readonly { readonly name: string; readonly form: string; readonly text: string }[];
}

const DIGESTS: readonly BufferEncoding[] = ['hex', 'base64', 'base64url'];

/**
 * Host, host with port, and origin: in the clear, percent-encoded, in hexadecimal, base64 and base64url, and the SHA-256
 * of each. @param other whom it is told: a host that differs only by its port is no stranger to the name alone
 */
export function namesOfSite(target: URL, other: URL): SiteNames {
  const isNamesake = other.hostname === target.hostname || other.hostname.endsWith(`.${target.hostname}`);
  const names = [...new Set([target.origin, target.host, ...(isNamesake ? [] : [target.hostname])])];
  const forms = names.flatMap((name) => {
    const [, ...coded] = formsOf(name);
    const digest = createHash('sha256').update(name).digest();
    return [
      { name, form: 'plain', text: name },
      ...coded.map((text) => ({ name, form: 'encoded', text })),
      ...DIGESTS.map((encoding) => ({ name, form: 'SHA-256', text: digest.toString(encoding).replace(/=+$/, '') })),
    ];
  });
  return { forms };
}

/** In which form the text names the site; undefined where it does not. */
export function formThatNames(text: string, { forms }: SiteNames): string | undefined {
  const plain = [text, decoded(text)];
  const found = forms.find(({ form, text: sought }) =>
    plain.some((one) => (form === 'plain' ? standsIn(one.toLowerCase(), sought.toLowerCase()) : one.includes(sought))),
  );
  return found?.form;
}

/** As a name of its own: `site.test` does not stand in `mysite.testing`. */
function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text.slice(at + name.length, at + name.length + 2);
    // A full stop may end a sentence; with a letter behind it, it goes on with the name.
    if (!/[a-z0-9-]/.test(before) && !/^\.?[a-z0-9-]/.test(after)) return true;
  }
  return false;
}

function decoded(text: string): string {
  let now = text;
  // An address within an address within an address.
  for (let round = 0; round < 3; round++) {
    try {
      now = decodeURIComponent(now.replaceAll('+', ' '));
    } catch {
      return now;
    }
  }
  return now;
}
