import { readGateConfig } from '@bauta/sdk/config';
import { describe, expect, it } from 'vitest';
import { findSharing, type Sharer } from '../../../sdk/doctor/checks/sharing.ts';

/** A site of one operator, as its file says it. */
function sharer(
  name: string,
  changes: Readonly<Record<string, string | undefined>> = {},
  folder = '/etc/bauta',
): Sharer {
  const values = {
    origin: `https://${name}.example`,
    issuer: 'issuer.example',
    wallet: 'https://wallet.example',
    secrets_env: 'SECRET',
    store: 'redis://127.0.0.1:6379',
    ...changes,
  };
  const text = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = "${value}"\n`)
    .join('');
  const config = readGateConfig(text, {
    env: { SECRET: 'ab'.repeat(32), STORE: 'redis://user:password@127.0.0.1:6379' },
    readFile: () => '',
    modeOf: () => undefined,
  });
  return { name: `${name}.toml`, folder, config };
}

const said = (sites: readonly Sharer[]): readonly string[] =>
  findSharing(sites).map(({ verdict, sentence }) => `${verdict}: ${sentence}`);
const TOGETHER = 'ok: a.toml and b.toml share one spent set: a token opens one of their doors.';
const SESSIONS = 'look: a.toml and b.toml share their sessions too.';
const APART = [
  'ok: a.toml shares its spent set with none of these.',
  'ok: b.toml shares its spent set with none of these.',
];

describe('sites share a spent set', () => {
  it('on one Redis with one spent prefix, and no sessions with prefixes of their own', () => {
    const [a, b, c] = [
      sharer('a', { store_prefix: 'a:', spent_prefix: 'all:' }),
      sharer('b', { store_prefix: 'b:', spent_prefix: 'all:' }),
      sharer('c', { store_prefix: 'c:' }),
    ];
    expect(said([a, b, c])).toEqual([TOGETHER, 'ok: c.toml shares its spent set with none of these.']);
  });

  it('and their sessions, which they should not, with the same store and nothing else', () => {
    expect(said([sharer('a'), sharer('b')])).toEqual([TOGETHER, SESSIONS]);
    expect(said([sharer('a', { store_prefix: 'x:' }), sharer('b', { store_prefix: 'x:' })])).toEqual([
      TOGETHER,
      SESSIONS,
    ]);
  });

  it('whoever logs in', () => {
    const hidden = sharer('b', { store: undefined, store_env: 'STORE', store_prefix: 'b:', spent_prefix: 'bauta:' });
    expect(said([sharer('a'), hidden])).toEqual([TOGETHER]);
  });

  it('in one SQLite file, however it is written', () => {
    expect(said([sharer('a', { store: 'sqlite:x.db' }), sharer('b', { store: 'sqlite:../bauta/x.db' })])).toEqual([
      TOGETHER,
      SESSIONS,
    ]);
  });
});

describe('sites share nothing', () => {
  it.each([
    ['another Redis', 'redis://127.0.0.1:6380'],
    ['another database', 'redis://127.0.0.1:6379/1'],
    ['a file', 'sqlite:x.db'],
  ])('with %s', (_, store) => {
    expect(said([sharer('a'), sharer('b', { store })])).toEqual(APART);
  });

  it('with the same name of a file in two folders, nor in memory', () => {
    expect(said([sharer('a', { store: 'sqlite:x.db' }), sharer('b', { store: 'sqlite:x.db' }, '/srv')])).toEqual(APART);
    const memory = { store: 'memory:', origin: 'http://localhost:4000' };
    expect(said([sharer('a', memory), sharer('b', memory)])).toEqual(APART);
  });
});
