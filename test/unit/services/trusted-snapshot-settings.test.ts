import { formatNoteKey, noteKeyOf } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { publisherOf, refuseXml } from '../../../services/attester/trusted-snapshot-publisher.ts';
import { loadConfig } from '../../../services/settings/config.ts';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { parseFlags } from '../../../services/settings/flags.ts';
import { PUBLISHED, PUBLISHER } from '../../rooms/list-publisher.ts';

const HEX = 'ab'.repeat(32);
const FILES = { read: () => HEX, readOrMake: () => HEX };

function load(env: Readonly<Record<string, string>>, ...args: string[]) {
  return loadConfig(env, parseFlags(['attester', ...args]), FILES).of('attester');
}

function faultsOf(...given: Parameters<typeof load>): readonly string[] {
  try {
    load(...given);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return error.lines;
  }
}

const PRODUCTION = {
  ATTESTER_ORIGIN: 'https://attester.example',
  ISSUER_ORIGIN: 'https://issuer.example',
  WALLET_ORIGIN: 'https://wallet.example',
  ATTESTER_KEK: HEX,
  ATTESTER_SEED: HEX,
  ATTESTER_PEPPER: HEX,
  KEY_LOG: '/etc/bauta/key-log.json',
};
const { TRUSTED_LIST_URL: url, TRUSTED_LIST_KEY: key } = PUBLISHED;
const ofWitness = formatNoteKey(await noteKeyOf('lists.example', 'witness', PUBLISHER.key.publicKey));

describe('the settings of the trusted list', () => {
  it('name a file unless they name a publisher', async () => {
    expect(await publisherOf(load({}))).toBeUndefined();
    expect(load({}).trustedList).toBe('.data/trusted-list.json');
    expect(await publisherOf(load(PUBLISHED))).toEqual({ url, key: PUBLISHER.key });
  });

  it('are one of both in production', () => {
    expect(faultsOf(PRODUCTION, '--production')).toEqual([
      'TRUSTED_LIST: must be set with --production, or TRUSTED_LIST_URL, or TRUSTED_LIST_XML' +
        ' (the file of the certificates under which proofs of age are believed)',
    ]);
    expect(faultsOf({ ...PRODUCTION, TRUSTED_LIST: '/etc/list.json' }, '--production')).toEqual([]);
    expect(faultsOf({ ...PRODUCTION, ...PUBLISHED }, '--production')).toEqual([]);
  });

  it.each([
    ['an address without a key', { TRUSTED_LIST_URL: url }, 'TRUSTED_LIST_KEY: must be set beside TRUSTED_LIST_URL ('],
    ['a key without an address', { TRUSTED_LIST_KEY: key }, 'TRUSTED_LIST_URL: must be set beside TRUSTED_LIST_KEY ('],
    ['no address', { ...PUBLISHED, TRUSTED_LIST_URL: 'list' }, 'TRUSTED_LIST_URL: must be a plain https address ('],
    [
      'an address that is not safe',
      { ...PUBLISHED, TRUSTED_LIST_URL: 'http://lists.example/list' },
      'TRUSTED_LIST_URL: must be a plain https address (',
    ],
    [
      'no key',
      { ...PUBLISHED, TRUSTED_LIST_KEY: 'key' },
      'TRUSTED_LIST_KEY: must be the key of a publisher, name+id+key (',
    ],
  ])('are refused with %s, in a line', (_, env, line) => {
    expect(faultsOf(env)).toEqual([expect.stringContaining(line)]);
  });

  it.each([
    ['a key with another id', key.replace(/\+.{8}\+/, '+00000000+')],
    ['the key of a witness', ofWitness],
  ])('are refused with %s, when the room is opened', async (_, trustedListKey) => {
    const refused = await publisherOf({ trustedListUrl: url, trustedListKey }).catch((error) => error);
    expect(refused).toBeInstanceOf(ConfigFault);
    expect(refused.lines).toEqual(['TRUSTED_LIST_KEY: not the key of a publisher']);
  });

  it('may not name the XML on Workers', () => {
    const signers = { TRUSTED_LIST_SIGNERS: '/etc/signers.pem' };
    expect(() => refuseXml(load({}))).not.toThrow();
    for (const place of ['/etc/list.xml', 'https://lists.example/list.xml']) {
      expect(() => refuseXml(load({ ...signers, TRUSTED_LIST_XML: place }))).toThrow(ConfigFault);
    }
  });
});
