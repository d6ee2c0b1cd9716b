import { type Bytes, parseBase64url, parseHex } from '../protocol/index.ts';
import { attempt } from './attempt.ts';
import type { ConfigSources } from './config-sources.ts';
import type { Fault, Table } from './table.ts';

const NAMES_SENTENCE = 'must be a name or a list of names: the first signs, all verify';
const SECRET_SENTENCE = 'must hold 32 bytes, as 64 hexadecimal or 43 base64url characters';
/** Every right of anybody but the file's owner. */
const OTHERS = 0o077;

/** The secrets that a file names, in its order; undefined when one of them is at fault. */
export function readSecrets(table: Table, sources: ConfigSources, fault: Fault): readonly Bytes[] | undefined {
  const { secrets_file: files, secrets_env: variables } = table;
  if ((files === undefined) === (variables === undefined)) {
    return fault(files === undefined ? 'secrets_file' : 'secrets_env', 'one of secrets_file and secrets_env is needed');
  }
  const key = files === undefined ? 'secrets_env' : 'secrets_file';
  const names = readNames(files ?? variables);
  if (names === undefined) return fault(key, NAMES_SENTENCE);
  const secrets: Bytes[] = [];
  for (const [i, name] of names.entries()) {
    const which = names.length === 1 ? '' : ` (number ${i + 1})`;
    const secret = READ[key](name, sources, (sentence) => fault(key, `${sentence}${which}`));
    if (secret !== undefined) secrets.push(secret);
  }
  return secrets.length === names.length ? secrets : undefined;
}

type Say = (sentence: string) => undefined;

const READ: Readonly<
  Record<'secrets_env' | 'secrets_file', (name: string, sources: ConfigSources, say: Say) => Bytes | undefined>
> = {
  secrets_env: (name, { env }, say) => parseOrSay(env[name], say),

  secrets_file(name, { readFile, modeOf }, say) {
    const file = attempt(() => ({ mode: modeOf(name) ?? 0, text: readFile(name) }));
    if (file !== undefined && (file.mode & OTHERS) !== 0) {
      return say('is open to other users of this machine: chmod 600, and a new secret if they may have read it');
    }
    return parseOrSay(file?.text, say);
  },
};

function parseOrSay(text: string | undefined, say: Say): Bytes | undefined {
  if (text === undefined || text === '') return say('cannot be read');
  return attempt(() => parseSecretText(text)) ?? say(SECRET_SENTENCE);
}

/** 32 bytes, without the white space around them. @throws TypeError */
function parseSecretText(text: string): Bytes {
  const trimmed = text.trim();
  if (trimmed.length === 64) return parseHex(trimmed);
  if (trimmed.length === 43) return parseBase64url(trimmed);
  throw new TypeError('not 32 bytes');
}

/** One text, or a list of them. Undefined for anything else. */
function readNames(value: unknown): readonly string[] | undefined {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isList = names.length > 0 && names.every((name) => typeof name === 'string' && name !== '');
  return isList ? (names as readonly string[]) : undefined;
}
