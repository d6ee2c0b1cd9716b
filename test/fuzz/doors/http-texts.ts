import {
  type Bytes,
  checkPublicUrl,
  formatBase64url,
  formatPaddedBase64url,
  formatTokenAuthenticate,
  formatTokenAuthorization,
  isEqual,
  nameOf,
  originOf,
  parseAnyBase64url,
  parseBase64url,
  parseTokenAuthenticate,
  parseTokenAuthorization,
  readTokenChallenge,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { askedFor } from '../../../sdk/gate/asked-for.ts';
import { PRE_COOKIE, readCookie, readSecretCookie, SESSION_COOKIE } from '../../../sdk/gate/cookies.ts';
import { chooseLanguage } from '../../../sdk/gate/language.ts';
import { isApplicationPath, isPlainPath, isPublicPath, plainPathOf } from '../../../sdk/gate/policy.ts';
import { checkReturnPath, returnPathOf } from '../../../sdk/gate/return-path.ts';
import { readRecord, writeRecord } from '../../../sdk/gate/session-record.ts';
import { isHaipLink, parseHaipLink } from '../../../services/phone/eudi/haip-link.ts';
import { parsePresentationRequest } from '../../../services/phone/request.ts';
import type { Door } from '../door.ts';
import { promise } from '../promise.ts';
import { reader, textOf } from './reader.ts';
import { textsOf } from './vectors.ts';

const utf8 = (...texts: readonly string[]): readonly Bytes[] => texts.map(writeUtf8);
const SITE = 'https://site.example';
const challenges = (): readonly Bytes[] =>
  textsOf('grant', 'tokenChallenge').map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
const QUERY = JSON.stringify({
  credentials: [
    {
      id: 'proof_of_age',
      format: 'mso_mdoc',
      meta: { doctype_value: 'eu.europa.ec.av.1' },
      claims: [{ path: ['eu.europa.ec.av.1', 'age_over_18'] }],
    },
  ],
});
const PATHS = utf8(
  '//',
  '/\\',
  '\\',
  '/..',
  '/_age/',
  '/_age',
  '%2f',
  '%5c',
  '%00',
  '\t',
  '\n',
  '?',
  '#',
  ':',
  '@',
  'javascript:',
  'https://evil.example',
  '/public/',
  ';',
  '%2e%2e',
  '\u2215',
);

/** What stands in headers, cookies, addresses and fragments. */
export const httpTexts: Readonly<Record<string, Door>> = {
  'www-authenticate': reader({
    about: 'a WWW-Authenticate value: parseTokenAuthenticate',
    corpus: () => {
      const [challenge = new Uint8Array(), other = challenge] = challenges();
      return utf8(
        formatTokenAuthenticate([{ challenge }]),
        formatTokenAuthenticate([{ challenge, tokenKey: Uint8Array.of(1, 2, 3) }, { challenge: other }]),
        `Basic realm="a, b \\" c", ${formatTokenAuthenticate([{ challenge }])}, Negotiate, Bearer x=y`,
        `PrivateToken challenge=${formatBase64url(challenge)} , max-age=10`,
      );
    },
    words: utf8(
      'PrivateToken ',
      'challenge=',
      'token-key=',
      '"',
      '\\"',
      '\\',
      ',',
      ' ',
      '\t',
      '=',
      '==',
      'Basic ',
      ', ,',
      'realm="',
    ),
    read: (input) => parseTokenAuthenticate(textOf(input)),
    judge(asks) {
      for (const { challenge } of asks) readTokenChallenge(challenge);
      const again = parseTokenAuthenticate(formatTokenAuthenticate(asks));
      promise(
        again.every(({ challenge }, i) => isEqual(challenge, asks[i]?.challenge as Bytes)),
        'reads its own otherwise',
      );
      return `read, ${Math.min(asks.length, 3)} challenges`;
    },
  }),
  authorization: reader({
    about: 'an Authorization value: parseTokenAuthorization',
    corpus: () => utf8(formatTokenAuthorization('AAJ_'.repeat(118)), formatTokenAuthorization('-'.repeat(472))),
    words: utf8('PrivateToken ', 'token=', 'token="', '"', ' ', 'privatetoken', '=', ','),
    read: (input) => parseTokenAuthorization(textOf(input)),
    judge(token, input) {
      promise(formatTokenAuthorization(formatBase64url(token)) === textOf(input), 'read what it would write otherwise');
      return token[0] === 0 ? 'read' : 'read, another type';
    },
  }),
  cookies: reader({
    about: 'a Cookie header: readCookie, readSecretCookie',
    corpus: () => {
      const id = `${'a'.repeat(42)}A`;
      return utf8(
        `__Host-age=${id}`,
        `a=b; __Host-age-pre=${id}; __Host-age=${id}; c="d"`,
        '__Host-age-return=/films?page=2; __Host-age-code=x',
      );
    },
    words: utf8(
      '__Host-age',
      '__Host-age-pre',
      '=',
      ';',
      '; ',
      ' ',
      '"',
      ',',
      '__host-age=',
      '\u00a0',
      'A'.repeat(43),
      'B'.repeat(43),
    ),
    read(input) {
      const headers = { get: (name: string) => (name === 'cookie' ? textOf(input) : null), has: () => true };
      const request = { method: 'GET', url: SITE, headers, body: null };
      const [session, pre] = [SESSION_COOKIE, PRE_COOKIE].map(
        (one) => [readCookie(request, one), readSecretCookie(request, one)] as const,
      );
      return [session, pre];
    },
    judge(found, input) {
      const text = textOf(input);
      for (const one of found) {
        const [value, secret] = one ?? [];
        promise(value === undefined || text.includes(`=${value}`), 'a value that does not stand there');
        promise(value === undefined || !value.includes(';'), 'a value with the next cookie in it');
        promise(
          secret === undefined || (secret.length === 32 && formatBase64url(secret) === value),
          'a secret of another spelling',
        );
      }
      const [[session, secret] = [], [pre] = []] = found;
      return `read${session === undefined ? '' : ', a session'}${secret ? ' id' : ''}${pre === undefined ? '' : ', a pre-session'}`;
    },
  }),
  'return-path': reader({
    about: 'the way back, from a cookie, a header or an address: checkReturnPath, returnPathOf, askedFor',
    corpus: () => utf8('/', '/films/3?page=2&x=%20y', '/a;b/c', '/%F0%9F%98%80', `/${'a'.repeat(1023)}`),
    words: PATHS,
    read(input) {
      const text = textOf(input);
      const asked = askedFor({
        method: 'GET',
        url: SITE,
        body: null,
        headers: { get: (name) => (name === 'x-forwarded-uri' ? text : null), has: () => false },
      });
      const url = URL.canParse(SITE + text) ? SITE + text : SITE;
      const gone = returnPathOf({ method: 'GET', url, headers: new Headers(), body: null });
      return [checkReturnPath(text), asked ?? '/', gone] as const;
    },
    judge(paths, input) {
      for (const path of paths) {
        const there = new URL(path, SITE);
        promise(there.origin === SITE, 'a way back to another site');
        promise(!path.startsWith('/_age/'), 'a way back into the gate');
        promise(
          path.length <= 1024 && /^[\x21-\x7e]+$/.test(path) && !/[;"\\]/.test(path),
          'a way back that no cookie holds',
        );
        promise(checkReturnPath(path) === path, 'a way back that is not taken again');
      }
      return paths[0] === textOf(input) ? 'read' : 'to the front page';
    },
  }),
  'public-path': reader({
    about: 'the path of a request: plainPathOf, isPublicPath',
    corpus: () => utf8('/public/a', '/robots.txt', '/films/3', '/public/%61', '/', '/public/a.b/c'),
    words: PATHS,
    // A request's own address has a path that begins so.
    read: (input) => (textOf(input).startsWith('/') ? plainPathOf(SITE + textOf(input)) : undefined),
    judge(path, input) {
      if (path === undefined) return 'refused, not plain';
      promise(isPlainPath(path), 'a path that is not plain');
      promise(new URL(SITE + textOf(input)).pathname === path, 'a path that URL reads otherwise');
      const isPublic = isPublicPath(path, ['/public/', '/robots.txt']);
      promise(!isPublic || isApplicationPath(path), 'public, and the gate answers it');
      return isPublic ? 'read, public' : 'read, gated';
    },
  }),
  'accept-language': reader({
    about: 'an Accept-Language header: chooseLanguage',
    corpus: () => utf8('fr-FR,fr;q=0.9,en;q=0.8', '*', 'it;q=0, de-CH;q=1.0', ''),
    words: utf8('fr', 'en', ';q=', 'q=NaN', '-', ',', ';', '0.5', '1e999', '*', 'i'),
    read: (input) => chooseLanguage(textOf(input), ['fr', 'en', 'it']),
    judge(language) {
      promise(['fr', 'en', 'it'].includes(language), 'a language that there is not');
      return `read, ${language}`;
    },
  }),
  address: reader({
    about: 'an address in settings and requests: checkPublicUrl',
    corpus: () =>
      utf8(
        'https://site.example/',
        'https://site.example:8443/a/b',
        'http://localhost:4000/',
        'http://[::1]/',
        'https://xn--bcher-kva.example/',
      ),
    words: utf8(
      'https://',
      'http://',
      '@',
      ':',
      '/',
      '\\',
      '#',
      '?',
      '%',
      'localhost',
      '.localhost',
      '[::1]',
      '127.0.0.1',
      '0x7f.1',
      '\t',
      'bücher',
      '..',
      ':443',
      '\u3002',
    ),
    read: (input) => checkPublicUrl(textOf(input)),
    judge(url, input) {
      promise(url.href === textOf(input), 'read what it would write otherwise');
      promise(
        url.username === '' && url.password === '' && url.hash === '' && url.search === '',
        'more than an address',
      );
      return `read, ${url.protocol}`;
    },
  }),
  name: reader({
    about: 'the name of a room: originOf',
    corpus: () => utf8('issuer.example', 'issuer.example:8443', 'issuer.localhost:4003', '127.0.0.1:80', '[::1]:4000'),
    words: utf8(':443', ':80', ':', '.', '-', '@', '/', '[', ']', 'localhost', '%', '0', '1e3', '１'),
    read: (input) => originOf(textOf(input)),
    judge(origin, input) {
      promise(nameOf(origin) === textOf(input), 'a name of two spellings');
      return undefined;
    },
  }),
  base64url: reader({
    about: 'base64url: parseBase64url, parseAnyBase64url',
    corpus: () => utf8('', 'AA', 'AAAA', '_-8', '-_-_-_-_', 'AAA='),
    words: utf8('=', '==', '+', '/', '-', '_', ' ', '\n', 'A', 'B'),
    read(input) {
      const text = textOf(input);
      const any = parseAnyBase64url(text);
      try {
        return [parseBase64url(text), any] as const;
      } catch (error) {
        if (error instanceof TypeError || error instanceof SyntaxError) return [undefined, any] as const;
        throw error;
      }
    },
    judge([strict, any], input) {
      const text = textOf(input);
      if (strict)
        promise(formatBase64url(strict) === text && isEqual(strict, any), 'read what it would write otherwise');
      promise([formatBase64url(any), formatPaddedBase64url(any)].includes(text), 'a third spelling');
      return strict ? 'read' : 'read, padded';
    },
  }),
  'session-record': reader({
    about: 'what the store holds of a session: readRecord',
    corpus: () => {
      const mark = 'A'.repeat(22);
      return utf8(
        `lease 1795000900 1795000000 0 ${mark} - 0 - 0`,
        `lease 1795000900 1795000000 1795000010 ${mark} ${'B'.repeat(22)} 1795000020 ${'_'.repeat(22)} 1795000050`,
      );
    },
    words: utf8('lease ', ' ', '-', '0', '00', '999999999999', '\n', 'A'.repeat(22)),
    read: (input) => readRecord(textOf(input)),
    judge(record, input) {
      if (!record) return 'refused, no record';
      const [written, text] = [writeRecord(record), textOf(input)];
      promise(isRecordOf(written, text), 'read what it would write otherwise');
      return `read, ${record.previous === '-' ? 'first' : 'rotated'}`;
    },
  }),
  'present-link': reader({
    about: 'the link that a phone opens: parsePresentationRequest, parseHaipLink',
    corpus: () =>
      utf8(
        `av://authorize?${new URLSearchParams({ client_id: 'redirect_uri:https://a.example/x', response_type: 'vp_token', response_mode: 'direct_post', response_uri: 'https://a.example/x', nonce: 'n', state: 's', dcql_query: QUERY })}`,
        `haip-vp://?${new URLSearchParams({ client_id: 'x509_hash:abc', request_uri: 'https://a.example/request/1', request_uri_method: 'post' })}`,
      ),
    words: utf8(
      'client_id=',
      'request_uri=',
      'request_uri_method=',
      '&',
      '=',
      '%',
      '?',
      '#',
      'openid4vp://',
      'haip-vp://',
      'dcql_query={}',
      'x509_hash:',
      'https://',
    ),
    codes: /^ERR_(PRESENT_REQUEST|REQUEST_OBJECT)$/,
    read: (input) =>
      isHaipLink(textOf(input)) ? parseHaipLink(textOf(input)) : parsePresentationRequest(textOf(input)),
    judge: (_, input) => `read, ${isHaipLink(textOf(input)) ? 'HAIP' : 'plain'}`,
  }),
};

/** Numbers may have come with zeros in front; nothing else may differ. */
const isRecordOf = (written: string, text: string): boolean => text.replace(/ 0+(?=\d+(?: |$))/g, ' ') === written;
