import { describe, expect, it } from 'vitest';
import { checkAppeal } from '../../../services/settings/appeal.ts';
import { SETTINGS } from '../../../services/settings/table.ts';
import { checkSettings } from '../../../services/wallet/settings.ts';

const GOOD = ['mailto:appeal@attester.example', 'https://attester.example/appeal'];
const BAD = [
  'appeal@attester.example',
  'mailto:appeal',
  'mailto:a@x.example,b@x.example',
  'mailto:a@x.example?bcc=b@x.example',
  'http://attester.example/appeal',
  'https://user@attester.example/',
  'https://attester.example/?ref=1',
  'https://attester.example/#top',
  'javascript:alert(1)',
  'data:text/html,hello',
];
const settingsWith = (appeal: string) => ({
  wallet: 'https://wallet.example',
  issuer: 'issuer.example',
  attesters: [{ name: 'attester.example', label: 'Attester', appeal }],
});

describe('an appeal address', () => {
  it.each(GOOD)('may be %s', (appeal) => {
    expect(checkAppeal(appeal)).toBe(appeal);
    expect(() => checkSettings(settingsWith(appeal))).not.toThrow();
  });

  it.each(BAD)('may not be %s, in no build', (appeal) => {
    expect(() => checkAppeal(appeal)).toThrow(TypeError);
    expect(() => checkSettings(settingsWith(appeal))).toThrow(TypeError);
    expect(SETTINGS.attesterAppeals.reads.safeParse(appeal).success).toBe(false);
  });

  it('stands in the place of its attester, or nothing does', () => {
    const read = (text: string) => SETTINGS.attesterAppeals.reads.parse(text);
    expect(read('')).toEqual([undefined]);
    expect(read(`${GOOD[0]}, ,${GOOD[1]}`)).toEqual([GOOD[0], undefined, GOOD[1]]);
  });
});
