import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgeError } from '@bauta/sdk/protocol';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../services/settings/config.ts';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { parseFlags } from '../../../services/settings/flags.ts';
import { openXmlSource } from '../../../services/trusted-list/xml-source.ts';
import {
  createListSigner,
  createProvider,
  type ListFields,
  NOW,
  provider,
  signList,
  writeList,
} from './signed-list.ts';

const folder = mkdtempSync(join(tmpdir(), 'bauta-xml-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HOUR = 3600;
const URL = 'https://trust.tech.ec.europa.eu/lists/age-verification/av-tl.xml';
const signer = await createListSigner();
const one = await createProvider('one');
const listOf = (sequence: number, fields: ListFields = {}) =>
  signList(
    writeList({ sequence, ...fields, providers: provider({ certificates: [one], provider: `of ${sequence}` }) }),
    signer,
  );

interface Settings {
  readonly place?: string;
  readonly pem?: string;
  readonly production?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

function ground({ place = URL, pem = signer.pem, production = false, env = {} }: Settings = {}) {
  const HEX = 'ab'.repeat(32);
  const files = { read: () => HEX, readOrMake: () => HEX };
  const config = loadConfig(
    { TRUSTED_LIST_XML: place, TRUSTED_LIST_SIGNERS: '/etc/signers.pem', ...env },
    parseFlags(['attester']),
    files,
  ).of('attester');
  const events: string[] = [];
  const world = { now: NOW, answer: () => new Response(listOf(7)), asked: 0 };
  const kept: { text?: string | undefined } = {};
  const open = () => {
    const openWith = openXmlSource({
      config: { ...config, production },
      clock: { now: () => world.now, onJump: () => {} },
      fetch: async () => {
        world.asked++;
        return world.answer();
      },
      log: ({ event }) => events.push(event),
      random: (length) => new Uint8Array(length).fill(255),
      readFile: () => pem,
    });
    return openWith?.({
      load: async () => kept.text,
      save: async (text) => {
        kept.text = text;
      },
    });
  };
  return { open, world, kept, events };
}

type Source = NonNullable<ReturnType<ReturnType<typeof ground>['open']>>;

function nameIn(source: Source): string {
  try {
    return /of \d+/.exec(source.current().certificates[0]?.name ?? '')?.[0] ?? 'nobody';
  } catch (error) {
    if (error instanceof AgeError) return error.code;
    throw error;
  }
}

describe('the trusted list of an attester, from its XML', () => {
  it('is read hourly, kept over restarts, and never an older one again', async () => {
    const { open, world, events, kept } = ground();
    const source = open() as Source;
    expect(nameIn(source)).toBe('ERR_NOT_READY');
    await source.refresh();
    expect([nameIn(source), events]).toEqual(['of 7', ['trusted-list-read']]);
    await source.refresh();
    expect(world.asked).toBe(1);
    world.now += 2 * HOUR;
    world.answer = () => new Response(listOf(8));
    await source.refresh();
    expect([nameIn(source), world.asked]).toEqual(['of 8', 2]);
    world.answer = () => new Response(listOf(7));
    const again = open() as Source;
    await again.refresh();
    expect([nameIn(again), events.at(-1), kept.text === listOf(8)]).toEqual(['of 8', 'trusted-list-refused', true]);
    const third = open() as Source;
    await third.restore();
    expect(nameIn(third)).toBe('of 8');
  });

  it('is none once its next update is past', async () => {
    const { open, world } = ground();
    world.answer = () => new Response(listOf(7, { nextUpdate: '2026-11-22T14:00:00Z' }));
    const source = open() as Source;
    await source.refresh();
    world.now = NOW + 2 * HOUR - 1;
    expect(nameIn(source)).toBe('of 7');
    world.now = NOW + 2 * HOUR;
    expect(nameIn(source)).toBe('ERR_NOT_READY');
  });

  it.each([
    [
      'of the same number, signed anew',
      () => listOf(7).replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, ''),
      'of 7',
      ['trusted-list-read', 'trusted-list-read'],
    ],
    [
      'of the same number that says something else',
      () => listOf(7, { legalNotice: 'Other.' }),
      'of 7',
      ['trusted-list-read', 'trusted-list-refused'],
    ],
    [
      'that was changed',
      () => listOf(8).replace('of 8', 'of 9'),
      'of 7',
      ['trusted-list-read', 'trusted-list-refused'],
    ],
  ])('may be followed by one %s', async (_, make, name, said) => {
    const { open, world, events } = ground();
    const source = open() as Source;
    await source.refresh();
    world.now += 2 * HOUR;
    world.answer = () => new Response(make());
    await source.refresh();
    expect([nameIn(source), events]).toEqual([name, said]);
  });

  it('in production is none that is for acceptance', async () => {
    const { open, world, events } = ground({ production: true });
    world.answer = () => new Response(listOf(7, { schemeName: 'EU:TEST list' }));
    const source = open() as Source;
    await source.refresh();
    expect([nameIn(source), events]).toEqual(['ERR_NOT_READY', ['trusted-list-refused']]);
  });

  it('may be a file', async () => {
    const place = join(folder, 'list.xml');
    const { open, world } = ground({ place });
    const source = open() as Source;
    await source.refresh();
    expect(nameIn(source)).toBe('ERR_NOT_READY');
    writeFileSync(place, listOf(9));
    world.now += 60;
    await source.refresh();
    expect([nameIn(source), world.asked]).toEqual(['of 9', 0]);
  });
});

describe('its settings', () => {
  const faultsOf = async (settings: Settings) => {
    try {
      ground(settings).open();
      return [];
    } catch (error) {
      if (error instanceof ConfigFault) return error.lines;
      throw error;
    }
  };
  it.each([
    ['signers that cannot be read', { pem: 'none' }, 'TRUSTED_LIST_SIGNERS: not one to 16 certificates in PEM'],
    [
      'no signers',
      { env: { TRUSTED_LIST_SIGNERS: '' } },
      'TRUSTED_LIST_SIGNERS: must be set beside TRUSTED_LIST_XML (',
    ],
    ['no list', { place: '' }, 'TRUSTED_LIST_XML: must be set beside TRUSTED_LIST_SIGNERS ('],
    [
      'an address that is not safe',
      { place: 'http://lists.example/l.xml' },
      'TRUSTED_LIST_XML: must be a plain https address, or',
    ],
    [
      'snapshots beside it',
      { env: { TRUSTED_LIST_URL: 'https://a.example/l', TRUSTED_LIST_KEY: `a.example+00000000+${'A'.repeat(44)}` } },
      'TRUSTED_LIST_XML: stands beside TRUSTED_LIST_URL, one must go',
    ],
  ])('are refused with %s', async (_, settings, line) => {
    expect(await faultsOf(settings)).toEqual([expect.stringContaining(line)]);
  });

  it('may not name a signer for tests in production', async () => {
    const { pem } = await createListSigner('p-256', 'CN=TEST European Commission');
    expect(await faultsOf({ pem })).toEqual([]);
    expect(await faultsOf({ pem, production: true })).toEqual([expect.stringContaining('certificate 1 is for tests')]);
  });

  it('name none unless they are there', () => {
    expect(ground({ place: '', env: { TRUSTED_LIST_SIGNERS: '' } }).open()).toBeUndefined();
  });
});
