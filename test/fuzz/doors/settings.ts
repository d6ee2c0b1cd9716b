import { GateConfigFault, readGateConfig } from '@bauta/sdk/config';
import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { loadConfig } from '../../../services/settings/config.ts';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { parseFlags } from '../../../services/settings/flags.ts';
import { parseXmlPlace } from '../../../services/settings/table.ts';
import { Breach, type Door } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { promise } from '../promise.ts';
import { textOf } from './reader.ts';

const SECRET = 'c5'.repeat(32);
const utf8 = (...texts: readonly string[]): readonly Bytes[] => texts.map(writeUtf8);

const TOML = `origin = "https://site.example"
issuer = "issuer.example"
wallet = "https://wallet.example"
secrets_file = "age.secret"
store = "sqlite:./age.db"
threshold = 18
public_paths = ["/robots.txt", "/public/"]
listen = "127.0.0.1:4006"
metrics = "127.0.0.1:9100"
`;
const REDIS = `origin = "https://site.example"
issuer = "issuer.example"
wallet = "https://wallet.example"
secrets_env = "AGE_SECRET"
store_env = "AGE_STORE"
policy = { preset = "it-agcom", idle_seconds = 600 }
`;
const SOURCES = {
  env: { AGE_SECRET: SECRET, AGE_STORE: 'redis://user:pass@redis.example:6380/2' },
  readFile(path: string): string {
    if (path === 'age.secret') return SECRET;
    throw new Error(`ENOENT ${path}`);
  },
  modeOf: () => 0o600,
};

const LINES =
  'ISSUER_ORIGIN=https://issuer.example:8443\nATTESTER_ORIGIN=https://attester.example\nTHRESHOLDS=18,21\nPORT_BASE=5000\nISSUER_STORE_URL=memory:\nATTESTER_RETIRED_KEYS=18 2026-W47 0\nGRANTS_PER_EPOCH=3';
const NAMES = [
  'SECURITY_CONTACT',
  'SECURITY_POLICY',
  'TRUSTED_LIST_URL',
  'TRUSTED_LIST_KEY',
  'TRUSTED_LIST_XML',
  'ATTESTERS',
  'ATTESTER_LABELS',
  'ATTESTER_APPEALS',
  'OIDC_KEY',
  'ISSUER_KEK',
  'ISSUER_SEED',
  'DEMO_SITE_SECRETS',
  'EUDI_ACCESS_KEY',
  'ZK_VERIFIER_URL',
  'THRESHOLDS',
  'STORE_URL',
  'DATA_DIR',
  '__proto__',
];

interface Judged {
  readonly about: string;
  readonly corpus: readonly Bytes[];
  readonly words: readonly Bytes[];
  /** @throws the fault that lists what is wrong, each in a line */
  readonly read: (text: string) => unknown;
  readonly linesOf: (error: unknown) => readonly string[] | undefined;
  /** What must not stand in a line of a fault. */
  readonly secret: string;
}

/** A door of settings: whatever is wrong is said in lines, and no line says a secret. */
function settingsDoor({ about, corpus, words, read, linesOf, secret }: Judged): Door {
  return {
    about,
    async open() {
      return {
        ...{ corpus, words },
        inputs: fc.oneof(
          { weight: 6, arbitrary: mutated(corpus, [...corpus, ...words]) },
          { weight: 1, arbitrary: anyText() },
        ),
        enter(input) {
          try {
            read(textOf(input));
            return 'read';
          } catch (error) {
            const lines = linesOf(error);
            if (!lines) throw new Breach(`threw ${String(error)}`, { cause: error });
            promise(lines.length > 0, 'refused without a reason');
            promise(!lines.some((line) => line.includes(secret)), 'a fault that says a secret');
            return `refused, ${Math.min(lines.length, 4)} faults`;
          }
        },
      };
    },
  };
}

/** The settings of gates and of rooms. */
export const settings: Readonly<Record<string, Door>> = {
  'gate-config': settingsDoor({
    about: 'a bauta.toml: readGateConfig',
    corpus: utf8(TOML, REDIS),
    words: utf8(
      '[a]',
      '[[a]]',
      '= "',
      '"""',
      "'''",
      '\n',
      '#',
      '{',
      '}',
      '1e999',
      'nan',
      '-0',
      'true',
      '1979-05-27',
      'store = "memory:"',
      'test_issuer = "adult"',
      '__proto__ = 1',
      'policy = ',
      'theme = ',
      'public_paths = ["/"]',
      'metrics = 0',
      'key_log = "x"',
      SECRET,
    ),
    read: (text) => readGateConfig(text, SOURCES),
    linesOf: (error) => (error instanceof GateConfigFault ? error.faults.map(({ sentence }) => sentence) : undefined),
    secret: SECRET,
  }),
  settings: settingsDoor({
    about: 'the environment and the command line of rooms: loadConfig',
    corpus: utf8(
      LINES,
      `${LINES}\n--production`,
      `attester\n--name\nother\n${LINES}`,
      `ISSUER_KEK=${SECRET}\nISSUER_SEED=${SECRET}\nissuer`,
    ),
    words: utf8(
      ...NAMES.map((name) => `\n${name}=`),
      '\n--production',
      '\n--test-clock',
      '\n--name',
      '\nissuer',
      'https://',
      ',',
      ' ',
      '-1',
      '99999',
      'sqlite:',
      SECRET,
      'mailto:a@b.example',
      '-----BEGIN PRIVATE KEY-----',
      '{"kty":"EC"}',
    ),
    read(text) {
      const lines = text.split('\n');
      const env = Object.fromEntries(
        lines
          .filter((line) => /^\w+=/.test(line))
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      const files = { read: () => SECRET, readOrMake: () => SECRET };
      const config = loadConfig(env, parseFlags(lines.filter((line) => !/^\w+=/.test(line) && line !== '')), files);
      for (const room of config.rooms) config.of(room);
    },
    linesOf: (error) => (error instanceof ConfigFault ? error.lines : undefined),
    secret: SECRET,
  }),
  'xml-place': settingsDoor({
    about: 'where a list is read from: parseXmlPlace',
    corpus: utf8('https://list.example/list.xml', './list.xml', 'file:///a', ''),
    words: utf8('https:', 'file:', '//', '@', '#', '?', '..'),
    read: (text) => parseXmlPlace(text),
    linesOf: (error) => (error instanceof TypeError ? ['not a place'] : undefined),
    secret: SECRET,
  }),
};
