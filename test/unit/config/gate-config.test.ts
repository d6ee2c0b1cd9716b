import { GateConfigFault, readGateConfig } from '@bauta/sdk/config';
import { describe, expect, it } from 'vitest';
import { OPTION_NAMES } from '../../../sdk/gate/options.ts';

const SECRET = 'ab'.repeat(32);
const OTHER = Buffer.alloc(32, 9).toString('base64url');
const GOOD = `origin = "https://site.example"
issuer = "issuer.example"
wallet = "https://wallet.example"
secrets_file = "age.secret"
store = "sqlite:./age.db"
`;

const MODES: Readonly<Record<string, number>> = { 'open.secret': 0o644, 'group.secret': 0o640, 'old.secret': 0o400 };

const SOURCES = {
  env: { AGE_SECRET: SECRET, SHORT: 'ab', AGE_STORE: 'redis://user:pass@redis.example:6380/2' },
  readFile: (path: string): string => {
    if (path === 'age.secret') return `${SECRET}\n`;
    if (path === 'old.secret') return OTHER;
    if (/^(open|group)\.secret$/.test(path)) return SECRET;
    throw new Error(`ENOENT ${path}`);
  },
  modeOf: (path: string): number | undefined => MODES[path] ?? 0o600,
};

function faultOf(text: string): GateConfigFault | undefined {
  try {
    readGateConfig(text, SOURCES);
    return undefined;
  } catch (error) {
    if (!(error instanceof GateConfigFault)) throw error;
    return error;
  }
}

/** The faults of a text, as `line key`. */
function faultsOf(text: string): string[] {
  return faultOf(text)?.faults.map(({ line, key }) => `${line ?? '-'} ${key}`.trim()) ?? [];
}

/** The faults of a text, as they are printed. */
const saidOf = (text: string): string => faultOf(text)?.lines('bauta.toml').join('\n') ?? '';

describe('bauta.toml', () => {
  it('says what ageGate() needs', () => {
    const { options, rule, store, listen } = readGateConfig(GOOD, SOURCES);
    expect(options).toEqual({
      origin: 'https://site.example',
      issuer: 'issuer.example',
      wallet: 'https://wallet.example',
      secrets: [new Uint8Array(32).fill(0xab)],
    });
    expect([rule.name, rule.leaseSeconds]).toEqual(['fr-arcom', 90]);
    expect([store, listen]).toEqual([
      { kind: 'sqlite', url: 'sqlite:./age.db' },
      { host: '127.0.0.1', port: 4006 },
    ]);
  });

  it('spells options in snake_case, inside of tables too', () => {
    const { options, rule } = readGateConfig(
      `${GOOD}public_paths = ["/robots.txt", "/public/"]\nthreshold = 16\n[policy]\npreset = "it-agcom"\nlease_seconds = 60\n`,
      SOURCES,
    );
    expect(options.publicPaths).toEqual(['/robots.txt', '/public/']);
    expect(options.threshold).toBe(16);
    expect(rule).toEqual(expect.objectContaining({ name: 'it-agcom', leaseSeconds: 60, idleSeconds: 2700 }));
  });

  it('takes secrets from files or variables, several for a change of keys', () => {
    const files = GOOD.replace('"age.secret"', '["age.secret", "old.secret"]');
    expect(readGateConfig(files, SOURCES).options.secrets).toEqual([
      new Uint8Array(32).fill(0xab),
      new Uint8Array(32).fill(9),
    ]);
    const variable = GOOD.replace('secrets_file = "age.secret"', 'secrets_env = "AGE_SECRET"');
    expect(readGateConfig(variable, SOURCES).options.secrets).toHaveLength(1);
  });

  it('takes the address of a Redis with a password from the environment alone', () => {
    const named = GOOD.replace('store = "sqlite:./age.db"', 'store_env = "AGE_STORE"\nstore_prefix = "a:"\n');
    const { store, redis } = readGateConfig(named, SOURCES);
    expect([store.kind, redis]).toEqual(['redis', { prefix: 'a:' }]);
    expect(faultsOf(GOOD.replace('sqlite:./age.db', 'redis://u:p@redis.example'))).toEqual(['5 store']);
    expect(faultsOf(GOOD.replace('sqlite:./age.db', 'redis://redis.example'))).toEqual([]);
  });

  it('says where metrics are read, and by default nowhere', () => {
    expect(readGateConfig(GOOD, SOURCES).metrics).toBeUndefined();
    const { metrics } = readGateConfig(`${GOOD}metrics = "[::1]:9464"\n`, SOURCES);
    expect(metrics).toEqual({ host: '::1', port: 9464 });
  });

  it('knows every option of the gate but those that are code', () => {
    const code = ['secrets', 'spent', 'sessions', 'kept', 'fetch', 'now', 'random', 'setTimer', 'onEvent', 'onRefused'];
    for (const name of OPTION_NAMES) {
      const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const line = `${key} = -1\n`;
      const text = new RegExp(`^${key} = .*\n`, 'm').test(GOOD)
        ? GOOD.replace(new RegExp(`^${key} = .*\n`, 'm'), line)
        : GOOD + line;
      const fault = (() => {
        try {
          readGateConfig(text, SOURCES);
          return 'taken';
        } catch (error) {
          return (error as GateConfigFault).faults.find((one) => one.key === key)?.sentence;
        }
      })();
      // A negative number is right for none of them, so the gate's own rule speaks.
      if (code.includes(name))
        expect([name, fault]).toEqual([name, expect.stringMatching(/not a key|never stands here/)]);
      else expect([name, fault]).toEqual([name, expect.stringMatching(/^must /)]);
    }
  });
});

describe('what is wrong with it', () => {
  it('is said all at once, each with its line', () => {
    const text = `origin = "http://site.example"   # no TLS
issuer = "Issuer"
publicPaths = []
public_paths = [
  "/",
]
secrets_env = "MISSING"
secret = "x"
store = "memory:"
listen = "4006"

[policy]
preset = "fr-arcom"
leaseSeconds = 60
`;
    expect(faultsOf(text)).toEqual([
      ...['1 origin', '2 issuer', '3 publicPaths', '4 public_paths', '7 secrets_env', '8 secret', '9 store'],
      ...['10 listen', '12 policy', '- wallet'],
    ]);
  });

  it.each([
    ['store = "sqlite:./age.db"', 'store = "memory:"', '5 store'],
    ['store = "sqlite:./age.db"', 'store = "file.db"', '5 store'],
    ['store = "sqlite:./age.db"', '', '- store'],
    ['store = "sqlite:./age.db"', 'store = "sqlite:a"\nstore_env = "AGE_STORE"', '6 store_env'],
    ['store = "sqlite:./age.db"', 'store = "sqlite:a"\nstore_replicas = 1', '6 store_replicas'],
    ['store = "sqlite:./age.db"', 'store = "sqlite:a"\nmetrics = "9464"', '6 metrics'],
    ['store = "sqlite:./age.db"', 'store = "sqlite:a"\nmetrics = "127.0.0.1:4006"', '6 metrics'],
    ['store = "sqlite:./age.db"', 'store = "sqlite:a"\nlisten = "[::1]:1"\nmetrics = "[::1]:1"', '7 metrics'],
    ['secrets_file = "age.secret"', '', '- secrets_file'],
    ['secrets_file = "age.secret"', 'secrets_file = "none"', '4 secrets_file'],
    ['secrets_file = "age.secret"', 'secrets_file = []', '4 secrets_file'],
    ['secrets_file = "age.secret"', 'secrets_file = "open.secret"', '4 secrets_file'],
    ['secrets_file = "age.secret"', 'secrets_file = ["age.secret", "group.secret"]', '4 secrets_file'],
    ['secrets_file = "age.secret"', 'secrets_env = "SHORT"', '4 secrets_env'],
    ['wallet = "https://wallet.example"', 'wallet = "https://site.example"', '3 wallet'],
    ['issuer = "issuer.example"', 'issuer = ["a.example", "b.example"]', '2 issuer'],
    ['issuer = "issuer.example"', 'issuer = "issuer.example', '2'],
    ['issuer = "issuer.example"', 'issuer = "a.example"\nissuer = "b.example"', '3'],
  ])('with %s as %s is %s', (from, to, fault) => {
    expect(faultsOf(GOOD.replace(from, to))).toEqual([fault]);
  });

  it('takes memory: on this machine alone', () => {
    const local = GOOD.replace('https://site.example', 'http://site.localhost:4007').replace(
      'sqlite:./age.db',
      'memory:',
    );
    expect(faultsOf(local)).toEqual([]);
  });

  it('says what to do about a secret that others can read, where files have such rights', () => {
    const text = GOOD.replace('"age.secret"', '["age.secret", "open.secret"]');
    expect(saidOf(text)).toMatch(/^bauta\.toml:4: secrets_file: is open to other users.* chmod 600, .*\(number 2\)$/);
    const options = { ...SOURCES, modeOf: () => undefined };
    expect(readGateConfig(text, options).options.secrets).toHaveLength(2);
  });

  it('quotes no value', () => {
    const text = `secrets = ["${SECRET}"]\nstore = "redis://u:pass-word@h"\norigin = "ftp://private"\nx = 1\n`;
    const said = saidOf(text);
    expect(said).toMatch(/^bauta\.toml:1: secrets: never stands here/);
    expect(said).not.toMatch(/abab|pass-word|private/);
  });

  it('finds lines behind texts of several lines', () => {
    expect(faultsOf(`${GOOD}theme = { logo = """\norigin = 1\n""" }\nnot_there = 1\n`)).toContain('9 not_there');
  });
});
