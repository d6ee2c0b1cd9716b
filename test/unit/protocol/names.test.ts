import { checkPublicUrl, nameOf, originOf } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';

describe('the name of an origin', () => {
  it.each([
    ['https://issuer.example', 'issuer.example'],
    ['https://issuer.example:8443', 'issuer.example:8443'],
    ['https://xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['https://192.0.2.1', '192.0.2.1'],
    ['https://[2001:db8::1]:444', '[2001:db8::1]:444'],
    ['http://issuer.localhost:4003', 'issuer.localhost:4003'],
    ['http://localhost:4003', 'localhost:4003'],
    ['http://issuer.localhost', 'issuer.localhost:80'],
    ['http://127.0.0.1:4003', '127.0.0.1:4003'],
    ['http://[::1]:4003', '[::1]:4003'],
  ])('%s is %s, and back', (origin, name) => {
    expect(nameOf(origin)).toBe(name);
    expect(originOf(name)).toBe(origin);
  });

  it('has a port unless it is 443, whatever the scheme', () => {
    expect(nameOf('https://issuer.example:443')).toBe('issuer.example');
    expect(nameOf('http://issuer.example')).toBe('issuer.example:80');
    expect(nameOf('http://issuer.localhost:443')).toBe('issuer.localhost');
    expect(nameOf('https://ISSUER.example')).toBe('issuer.example');
  });

  it.each([
    '',
    'Issuer.example',
    'issuer.example:443',
    'issuer.example:0444',
    'issuer.example:',
    'issuer.example:65536',
    'https://issuer.example',
    'issuer.example/',
    'issuer.example/a',
    'issuer.example?a',
    'issuer.example#a',
    'user@issuer.example',
    'issuer.example ',
    ' issuer.example',
    'issuer.example\n',
    'issuer example',
    'b\u00fccher.example',
    'issuer.example\\a',
    '0x7f.1',
    'issuer.LOCALHOST:4003',
  ])('%j is none', (name) => {
    expect(() => originOf(name)).toThrow(TypeError);
  });

  it('is http on loopback alone', () => {
    expect(originOf('notlocalhost:4003')).toBe('https://notlocalhost:4003');
    expect(originOf('localhost.example:4003')).toBe('https://localhost.example:4003');
    expect(originOf('127.0.0.2:4003')).toBe('https://127.0.0.2:4003');
  });
});

describe('a public URL', () => {
  it.each([
    'https://site.example/',
    'https://site.example/_age/redeem',
    'https://site.example:8443/a%20b',
    'http://demo.localhost:4000/_age/redeem',
    'http://localhost/',
    'http://127.0.0.1:4000/',
    'http://[::1]:4000/',
  ])('%s', (text) => {
    expect(checkPublicUrl(text).href).toBe(text);
  });

  it.each([
    'http://site.example/',
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'http://127.0.0.2/',
    'ftp://site.example/',
    'javascript:alert(1)',
    'data:,a',
    'blob:https://site.example/a',
    'https://user@site.example/',
    'https://:secret@site.example/',
    'https://@site.example/',
    'https://site.example/?a',
    'https://site.example/?',
    'https://site.example/#',
    'https://site.example',
    'https://Site.example/',
    'HTTPS://site.example/',
    'https://site.example:443/',
    'http://demo.localhost:80/',
    'https://site.example/a/../b',
    'https://site.example/a b',
    'https://site.example//a/./b',
    'https:\\\\site.example/',
    'https:site.example/',
    ' https://site.example/',
    'https://site.example/\n',
    'https://b\u00fccher.example/',
    'https://site.example/\u00fc',
    '//site.example/',
    '/a',
    '',
  ])('%j is none', (text) => {
    expect(() => checkPublicUrl(text)).toThrow(TypeError);
  });
});
