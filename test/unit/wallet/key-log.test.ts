import type { KeyLogFile } from '@bauta/sdk/log';
import { createNoteSigner, formatNoteKey } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { buildWallet } from '../../../services/wallet/build.ts';
import { lastCheck } from '../../../services/wallet/pages/stock/key-check-note.ts';
import { checkSettings } from '../../../services/wallet/settings.ts';
import { LANGUAGES } from '../../../services/wallet/text/text.ts';
import { fileAt, pagesOf, SETTINGS, textOf } from './built-wallet.ts';

const keyOf = async (name: string, kind: 'log' | 'witness', byte: number): Promise<string> =>
  formatNoteKey((await createNoteSigner(name, kind, new Uint8Array(32).fill(byte))).key);
const [KEY, FIRST, SECOND, OWN] = [
  await keyOf('log.example', 'log', 1),
  await keyOf('first.example', 'witness', 2),
  await keyOf('second.example', 'witness', 3),
  await keyOf('w.example', 'witness', 1),
];
const witness = (key: string, i: number) => ({ key, url: `https://w${i}.example`, independent: true });
const KEY_LOG: KeyLogFile = {
  url: 'https://log.example:8443/keys',
  key: KEY,
  witnesses: [FIRST, SECOND].map(witness),
  quorum: 2,
};
const files = await buildWallet({ ...SETTINGS, keyLog: KEY_LOG });

describe('a wallet that is built with a log', () => {
  it('may call it from the page that fetches visits, and from no other', () => {
    for (const page of pagesOf(files)) {
      const calls = page.headers['content-security-policy']?.match(/connect-src ([^;]+)/)?.[1]?.split(' ');
      expect([page.path, calls?.includes('https://log.example:8443')]).toEqual([page.path, page.path === '/app/']);
    }
  });

  it('has the log’s code in that page alone', () => {
    const scripts = files.filter(({ path }) => path.endsWith('.js'));
    // Of reading a log, and of what is kept of it.
    const withCode = scripts.filter((file) => /a second key for one threshold|bauta-log/.test(textOf(file)));
    expect(withCode.map(({ path }) => path.replace(/-[0-9a-f]+\.js$/, ''))).toEqual(['/assets/app']);
  });

  it('names it in integrity.json, in one order', () => {
    const { settings } = JSON.parse(textOf(fileAt('/integrity.json', files)));
    expect(JSON.stringify(settings.keyLog)).toBe(JSON.stringify(KEY_LOG));
  });

  it.each<[string, Partial<KeyLogFile>]>([
    ['a slash at the end', { url: 'https://log.example/' }],
    ['an address that is not safe', { url: 'http://log.example' }],
    ['an address with a query', { url: 'https://log.example?x' }],
    ['a witness for a log', { key: FIRST }],
    ['a log for a witness', { witnesses: [KEY, SECOND].map(witness) }],
    ['no key', { key: 'log.example' }],
    ['a key cut short', { key: KEY.slice(0, -4) }],
    ['a witness twice', { witnesses: [FIRST, FIRST].map(witness) }],
    ['the log as its own witness', { witnesses: [FIRST, OWN].map(witness) }],
    ['no witness', { witnesses: [], quorum: 0 }],
    ['more than all', { quorum: 3 }],
    ['half a witness', { quorum: 1.5 }],
  ])('is not built with %s', (_, wrong) => {
    expect(() => checkSettings({ ...SETTINGS, keyLog: { ...KEY_LOG, ...wrong } })).toThrow(TypeError);
  });

  it('is not built with a key that has the id of another', async () => {
    const key = KEY.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    await expect(buildWallet({ ...SETTINGS, keyLog: { ...KEY_LOG, key } })).rejects.toThrow(TypeError);
  });
});

describe('what is said of the key check', () => {
  it('has the time of the last one from the visits, and only where a log was believed', () => {
    expect(lastCheck([{ minted: 5 }, { minted: 9 }, { minted: 7 }], true)).toBe(9);
    expect(lastCheck([{ minted: 5 }], false)).toBeUndefined();
    expect(lastCheck([], true)).toBeUndefined();
  });

  it('says for every refusal of the log what happened, that visits still work, and what to do', () => {
    const still = { en: /still work/, fr: /restent valables/ };
    for (const language of ['en', 'fr'] as const) {
      const { errors } = LANGUAGES[language];
      const ofLog = Object.entries(errors).filter(([code]) => /^ERR_(LOG_|BROWSER$)/.test(code));
      expect(ofLog).toHaveLength(8);
      for (const [code, sentence] of ofLog) {
        expect([code, still[language].test(sentence)]).toEqual([code, true]);
        expect([code, sentence.match(/\.( |$)/g)]).toEqual([code, ['.']]);
      }
    }
  });
});
