import { createHash } from 'node:crypto';
import type { Headers } from './observation.ts';

/** Stands for a secret: the same secret gives the same mark, and nothing leads back. */
function markOf(secret: string): string {
  if (secret === '' || MARK.test(secret)) return secret;
  return `[sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 16)}]`;
}

const MARK = /^\[sha256:[0-9a-f]{16}\]$/;

/** How the value of each header that can hold a secret is written down. */
const REDACTED: Readonly<Record<string, (value: string) => string>> = {
  cookie: redactCookie,
  'set-cookie': redactSetCookie,
  authorization: redactAuthorization,
  'proxy-authorization': redactAuthorization,
  dpop: markOf,
};

/** Names and attributes stay, values of secrets become marks. Idempotent. */
export function redactHeaders(headers: Headers): Headers {
  return headers.map(([name, value]) => [name, REDACTED[name.toLowerCase()]?.(value) ?? value]);
}

const SECRET_FIELDS: ReadonlySet<string> = new Set(['token', 'dpop']);

/** The same for a body that is sent: fields `token` and `dpop` of a form or of a JSON object. Others stay byte for byte. */
export function redactBody(body: Uint8Array, type: string | undefined): Uint8Array {
  const redact = BODIES[type?.split(';', 1)[0]?.trim().toLowerCase() ?? ''];
  return redact === undefined ? body : new TextEncoder().encode(redact(new TextDecoder().decode(body)));
}

const BODIES: Readonly<Record<string, (text: string) => string>> = {
  'application/x-www-form-urlencoded': redactForm,
  'application/json': redactJson,
};

function redactForm(text: string): string {
  const redactField = (field: string): string => {
    const at = field.indexOf('=');
    const name = at < 0 ? field : field.slice(0, at);
    return at >= 0 && SECRET_FIELDS.has(name) ? `${name}=${markOf(field.slice(at + 1))}` : field;
  };
  return text.split('&').map(redactField).join('&');
}

function redactJson(text: string): string {
  return text.replace(
    /"(token|dpop)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g,
    (_, name, colon, secret) => `"${name}"${colon}"${markOf(secret)}"`,
  );
}

function redactCookie(value: string): string {
  return value
    .split(';')
    .map((pair) => redactPair(pair.trim()))
    .join('; ');
}

function redactSetCookie(line: string): string {
  const [pair = '', ...attributes] = line.split(';');
  return [redactPair(pair), ...attributes].join(';');
}

function redactPair(pair: string): string {
  const at = pair.indexOf('=');
  return at < 0 ? markOf(pair) : `${pair.slice(0, at + 1)}${markOf(pair.slice(at + 1).trim())}`;
}

/** `PrivateToken token="…", token-key="…"`: which parameters were sent stays readable (RFC 9577 §2.2). */
function redactAuthorization(value: string): string {
  const at = value.indexOf(' ');
  if (at < 0) return markOf(value);
  const scheme = value.slice(0, at);
  const rest = value.slice(at + 1);
  if (scheme.toLowerCase() !== 'privatetoken') return `${scheme} ${markOf(rest)}`;
  const parameters = rest.split(',').map((one) => {
    const [name = '', ...secret] = one.trim().split('=');
    return `${name}="${markOf(secret.join('=').replaceAll('"', ''))}"`;
  });
  return `${scheme} ${parameters.join(', ')}`;
}
