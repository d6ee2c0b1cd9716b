import { AgeError } from '@bauta/sdk/protocol';
import { expect, it } from 'vitest';
import { askBrowser, canAskBrowser } from '../../../services/wallet/pages/enrol/ask-browser.ts';

const REQUESTS = [{ protocol: 'org-iso-mdoc', data: { deviceRequest: 'a', encryptionInfo: 'b' } }];
const { signal } = new AbortController();
const sent: unknown[] = [];
const send = async (answer: unknown): Promise<void> => void sent.push(answer);

const ask = (get: (options: object) => Promise<unknown>, hand = send) => askBrowser(REQUESTS, hand, signal, { get });

it('gives the browser the requests as they are, and the answer to the attester without anything else of it', async () => {
  let asked: object = {};
  const answer = { type: 'digital', id: 'x', protocol: 'org-iso-mdoc', data: { response: 'r', more: 1 } };
  sent.length = 0;
  const end = await ask(async (options) => {
    asked = options;
    return answer;
  });
  expect(asked).toEqual({ mediation: 'required', digital: { requests: REQUESTS }, signal });
  expect([end, sent]).toEqual(['answered', [{ protocol: 'org-iso-mdoc', data: { response: 'r' } }]]);
});

it.each([
  ['declined', () => Promise.reject(new DOMException('no', 'NotAllowedError'))],
  ['silent', () => Promise.reject(new DOMException('none', 'NetworkError'))],
  ['silent', () => Promise.reject(new TypeError('no such protocol'))],
  ['silent', async () => null],
  ['silent', async () => ({ protocol: 'org-iso-mdoc', data: { error: 'access_denied' } })],
])('is %s otherwise, and sends nothing', async (end, get) => {
  sent.length = 0;
  expect([await ask(get), sent]).toEqual([end, []]);
});

it('leaves it to the attester what a refused answer means', async () => {
  const answer = { protocol: 'p', data: { response: 'r' } };
  const refuse = (code: 'ERR_AGE_NOT_SHOWN' | 'ERR_NOT_READY') => async () => {
    throw new AgeError(code);
  };
  expect(await ask(async () => answer, refuse('ERR_AGE_NOT_SHOWN'))).toBe('answered');
  expect(await ask(async () => answer, refuse('ERR_NOT_READY'))).toBe('silent');
});

it('is tried only where the browser knows the interface', () => {
  expect([canAskBrowser({}), canAskBrowser({ DigitalCredential: class {} })]).toEqual([false, true]);
});
