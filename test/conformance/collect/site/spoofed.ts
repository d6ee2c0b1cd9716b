import { deepAddressOf } from '../../reading/deep-address.ts';
import type { ProbeAct } from '../probe-act.ts';

const CRAWLER = '(compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

/** By which a site could take somebody for another: name in the fact, headers as they are sent. */
const DISGUISES: readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[] = [
  ['Googlebot', { 'user-agent': `Mozilla/5.0 ${CRAWLER}`, from: 'googlebot(at)googlebot.com' }],
  ['bingbot', { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }],
  ['Applebot', { 'user-agent': 'Mozilla/5.0 (compatible; Applebot/0.1; +http://www.apple.com/go/applebot)' }],
  ['X-Forwarded-For: 66.249.66.1', { 'x-forwarded-for': '66.249.66.1' }],
  ['X-Forwarded-For: 127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }],
  ['X-Real-IP: 66.249.66.1', { 'x-real-ip': '66.249.66.1' }],
  ['X-Real-IP: 127.0.0.1', { 'x-real-ip': '127.0.0.1' }],
  ['CF-IPCountry: US', { 'cf-ipcountry': 'US' }],
  ['X-Forwarded-Host: localhost', { 'x-forwarded-host': 'localhost' }],
  ['X-Original-URL: /robots.txt', { 'x-original-url': '/robots.txt', 'x-rewrite-url': '/robots.txt' }],
  ['Referer: google', { referer: 'https://www.google.com/' }],
  ['Accept: */*', { accept: '*/*' }],
];

const HEADERS = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' };

/**
 * Comes as somebody else: a search engine, another country, the machine itself. Records, for the first page and for one
 * behind it, an exchange `plain` in between the disguises' exchanges `spoof`, and for each of these a fact `disguise`:
 * `{ exchange, plain, name }` with the ids of both.
 */
export const spoofed: ProbeAct = {
  name: 'spoofed',
  title: { en: 'Coming as somebody else', fr: 'Se faire passer pour un autre' },
  needs: ['authority'],
  async run({ target, record, seen, http }) {
    const deep = deepAddressOf(seen);
    for (const url of deep === undefined ? [target.href] : [target.href, deep]) {
      const plain = await http.send(record, { url, headers: HEADERS, label: 'plain' });
      for (const [name, headers] of DISGUISES) {
        const { id } = await http.send(record, { url, headers: { ...HEADERS, ...headers }, label: 'spoof' });
        record.add({ kind: 'fact', label: 'disguise', value: { exchange: id, plain: plain.id, name } });
      }
    }
  },
};
