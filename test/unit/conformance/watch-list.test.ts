import { describe, expect, test } from 'vitest';
import { ConfigurationFault } from '../../conformance/exit-codes.ts';
import { readEvery } from '../../conformance/watch/every.ts';
import { readSiteList } from '../../conformance/watch/site-list.ts';
import { readWatchOptions } from '../../conformance/watch/watch-options.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readSiteList(bytesOf(text), 'sites.txt');

function faultOf(act: () => unknown): ConfigurationFault {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigurationFault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the list of sites', () => {
  test('names an address a line, a name after a space, and leaves remarks out', () => {
    const sites = read(
      '\ufeff# Sites suivis\r\n\r\nhttps://video.example/fr?x=1#top  Vidéos du Lac \r\nhttp://other.example:8080\n',
    );
    expect(sites.map(({ address, origin, name }) => [address.href, origin, name])).toEqual([
      ['https://video.example/fr?x=1', 'https://video.example', 'Vidéos du Lac'],
      ['http://other.example:8080/', 'http://other.example:8080', 'other.example:8080'],
    ]);
  });

  test.each([
    ['video.example', 'the address must begin with https:// (or http://)'],
    ['ftp://video.example', 'the address must begin with https:// (or http://)'],
    ['https://', 'this is no address of a site'],
    ['https://a b', 'fine'],
    ['https://vid eo:x', 'fine'],
    ['https://video.example:99999', 'this is no address of a site'],
    ['https://me:word@video.example', 'the address must hold no password'],
    ['https://me@video.example', 'the address must hold no password'],
    ['https://video.example Vid\u202eéos', 'there are characters that cannot be seen'],
    [`https://video.example ${'n'.repeat(61)}`, 'the name is longer than 60 characters'],
  ])('says what is wrong with %s', (line, fault) => {
    if (fault === 'fine') expect(read(line)).toHaveLength(1);
    else
      expect(faultOf(() => read(`# first\n${line}`)).message).toBe(
        `Nothing was begun. In the list sites.txt:\n  line 2: ${fault}`,
      );
  });

  test('names every bad line at once, with its number, in both languages', () => {
    const { text } = faultOf(() =>
      read('https://video.example\nvideo.example\n\nhttps://VIDEO.example:443/other Twice\nhttps://:\n'),
    );
    expect(text.en.split('\n').slice(1)).toEqual([
      '  line 2: the address must begin with https:// (or http://)',
      '  line 4: the same site as line 1',
      '  line 5: this is no address of a site',
    ]);
    expect(text.fr).toContain('  ligne 4\u00a0: le même site qu’à la ligne 1');
  });

  test('must name a site, and be text', () => {
    expect(faultOf(() => read('# none\n')).message).toContain('it names no site');
    expect(faultOf(() => readSiteList(Uint8Array.of(0xff, 0xfe, 0x68, 0), 'sites.txt')).message).toContain(
      'no plain text',
    );
    expect(faultOf(() => read('h\0t\0')).message).toContain('no plain text');
  });
});

test.each([
  ['1h', 3_600_000],
  ['12h', 43_200_000],
  ['7d', 604_800_000],
  ['7j', 604_800_000],
  ['30d', 2_592_000_000],
  ['31d', undefined],
  ['721h', undefined],
  ['0h', undefined],
  ['30m', undefined],
  ['1.5d', undefined],
  ['', undefined],
])('every %s is %s ms', (text, every) => {
  expect(readEvery(text)).toBe(every);
});

describe('what a watch is told', () => {
  test('is passed on to each run, but for what is its own', () => {
    const told = ['sites.txt', '--out', 'w', '--every', '12h', '--concurrency', '3', '--lang', 'fr'];
    expect(
      readWatchOptions([...told, '--strict', '--no-browser', '--catalogue', 'eu-av', '--operator', '--X'.slice(2)]),
    ).toEqual({
      list: 'sites.txt',
      out: 'w',
      every: 43_200_000,
      concurrency: 3,
      runArgs: ['--catalogue=eu-av', '--operator=X', '--no-browser', '--strict'],
    });
  });

  test('is a round a week, two sites at once, unless it says otherwise', () => {
    expect(readWatchOptions(['sites.txt'])).toEqual({
      list: 'sites.txt',
      out: 'watch',
      every: 604_800_000,
      concurrency: 2,
      runArgs: [],
    });
    expect(readWatchOptions(['sites.txt', '--once'])).not.toHaveProperty('every');
  });

  test.each([
    [[], 'watch: name one list of sites'],
    [['a.txt', 'b.txt'], 'watch: name one list of sites'],
    [['a.txt', '--once', '--every', '1d'], '--every: not together with --once'],
    [['a.txt', '--every', '5m'], '--every: from 1h to 30d'],
    [['a.txt', '--concurrency', '0'], '--concurrency: a whole number from 1 to 8'],
    [['a.txt', '--concurrency', '2.5'], '--concurrency: a whole number from 1 to 8'],
    [['a.txt', '--resume'], 'watch: --resume is unknown'],
    [['a.txt', '--declarations', 'x'], 'watch: --declarations is unknown'],
    [['a.txt', '--max-requests', 'many'], '--max-requests: '],
    [['a.txt', '--timestamp', 'https://t.example'], '--timestamp: '],
  ])('%j is refused', (args, message) => {
    expect(faultOf(() => readWatchOptions(args)).message).toContain(message);
  });
});
