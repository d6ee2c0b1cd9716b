import { GateConfigFault, readGateConfig } from '@bauta/sdk/config';
import { formatNoteKey } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { LOG, WITNESSES } from '../../log/ground.ts';

const GOOD = `origin = "https://site.example"
issuer = "issuer.example"
wallet = "https://wallet.example"
secrets_file = "age.secret"
store = "sqlite:./age.db"
`;
const FILE = {
  url: 'https://log.example',
  key: formatNoteKey(LOG.key),
  witnesses: WITNESSES.map(({ key }, i) => ({
    key: formatNoteKey(key),
    url: `https://w${i}.example`,
    independent: true,
  })),
  quorum: 2,
};

function read(more: string, file: unknown = FILE) {
  return readGateConfig(GOOD + more, {
    env: {},
    readFile: (path) => {
      if (path === 'age.secret') return 'ab'.repeat(32);
      if (path === 'key-log.json') return JSON.stringify(file);
      throw new Error(`ENOENT ${path}`);
    },
    modeOf: () => 0o600,
  });
}

function said(more: string, file?: unknown): string {
  try {
    read(more, file);
    return 'nothing';
  } catch (error) {
    if (!(error instanceof GateConfigFault)) throw error;
    return error.lines('bauta.toml').join('\n');
  }
}

describe('key_log in bauta.toml', () => {
  it('names the public file of the log, and where the last tree is kept', () => {
    expect(read('').keyLog).toBeUndefined();
    expect(read('key_log = "key-log.json"\n').keyLog).toEqual({ log: FILE, seen: undefined });
    expect(read('key_log = "key-log.json"\nkey_log_seen = "seen"\n').keyLog).toEqual({ log: FILE, seen: 'seen' });
  });

  it('says what is wrong with it, with its line', () => {
    expect(said('key_log = "other.json"\n')).toContain('bauta.toml:6: key_log: must be the path of a file');
    expect(said('key_log = 1\n')).toContain('key_log: must be the path of a file');
    expect(said('key_log_seen = "seen"\n')).toContain('key_log_seen: goes with key_log alone');
    expect(said('key_log = "key-log.json"\nkey_log_seen = ""\n')).toContain('key_log_seen: must be the path of a file');
    const sentence = said('key_log = "key-log.json"\n', { ...FILE, quorum: 3 });
    expect(sentence).toContain('names a file that is wrong: quorum: from 1 to the number of witnesses');
    expect(sentence).not.toContain(FILE.url);
  });
});
