import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePunycode } from '../../../services/wallet/pages/present/punycode.ts';
import { showOrigin } from '../../../services/wallet/pages/present/show-origin.ts';

interface Sample {
  readonly id: string;
  readonly about: string;
  /** Code points in hexadecimal. */
  readonly points: string;
  readonly punycode: string;
}

const VECTORS = join(import.meta.dirname, '../../vectors/rfc3492-samples.json');
const { cases } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { cases: Sample[] };

describe('Punycode, RFC 3492 §7.1', () => {
  it('has all 19 samples', () => expect(cases).toHaveLength(19));

  it.each(cases)('$id $about', ({ points, punycode }) => {
    expect(decodePunycode(punycode)).toBe(
      String.fromCodePoint(...points.split(' ').map((one) => Number.parseInt(one, 16))),
    );
  });

  it.each(['a-!', 'é', '99999999', '-a', 'a b', 'ls8h='])('refuses %s', (text) => {
    expect(() => decodePunycode(text)).toThrow(TypeError);
  });

  it('throws nothing but TypeError, and gives whole characters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{0,60}$/), (text) => {
        try {
          expect(decodePunycode(text)).not.toMatch(/\p{Surrogate}/u);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

/** As a browser writes it. */
const originOf = (host: string): string => new URL(`https://${host}`).origin;

describe('a site’s origin', () => {
  it('of ASCII letters is shown as it is', () => {
    for (const origin of [
      'https://site.example',
      'https://a-b.example:8443',
      'http://site.localhost:4004',
      'https://[::1]',
    ]) {
      expect(showOrigin(origin)).toEqual({ text: origin, ascii: undefined });
    }
  });

  it.each([
    'münchen.example',
    'café-32.example',
    'straße.example',
    'łódź.example',
    'čeština.example',
    'ελλάδα.example',
    'президент.example',
    'българия.example',
    'київ.example',
    'юг.česko.example',
  ])('of one script is shown in its letters, and in ASCII: %s', (host) => {
    const origin = `${originOf(host)}:8443`;
    expect(origin).toContain('xn--');
    expect(showOrigin(origin)).toEqual({ text: `https://${host}:8443`, ascii: origin });
  });

  it.each<[string, string]>([
    ['two scripts in a label', 'pаypal.example'],
    ['a Greek letter among Latin ones', 'gοogle.example'],
    ['Cyrillic letters that all look Latin', 'аррӏе.example'],
    ['the same, with figures and a hyphen', 'асе-2.example'],
    ['the same, with marks', 'ёїў.example'],
    ['Cyrillic letters that look like figures', 'зб.example'],
    ['Greek letters that all look Latin', 'νικο.example'],
    ['one label of many', 'münchen.сосо.example'],
    ['a Latin letter that looks like another', 'ɡoogle.example'],
    ['a dotless i', 'ıt.example'],
    ['a mark below that is hardly seen', 'pạypal.example'],
    ['letters from right to left', 'שלום.example'],
    ['Arabic', 'موقع.example'],
    ['an ideograph that looks like a slash', 'site.exampleノlogin.evil.example'],
    ['Japanese', '日本.example'],
    ['Cherokee', 'ꮓꮎ.example'],
    ['Armenian', 'օսո.example'],
    ['an emoji', '😀.example'],
    ['a sign that is no letter', 'a\u00b7b.example'],
    ['a soft sign alone', 'ь.example'],
  ])('is shown in ASCII for %s', (_, host) => {
    const origin = originOf(host);
    expect(origin).toContain('xn--');
    expect(showOrigin(origin)).toEqual({ text: origin, ascii: undefined });
  });

  it.each([
    // ASCII behind the prefix, invisible signs, nothing, no Punycode.
    'xn--abc-',
    'xn--ab-m1t',
    'xn--ab-k1t',
    'xn--e-xbb',
    'xn--',
    'xn--99999999',
  ])('is shown in ASCII for the label %s', (label) => {
    const url = URL.canParse(`https://${label}.example`) ? new URL(`https://${label}.example`).origin : undefined;
    // What no browser takes for a host never comes as far as here; should it, it is not decoded.
    if (url !== undefined) expect(showOrigin(url)).toEqual({ text: url, ascii: undefined });
  });

  it('never leads anywhere else than it is shown, and shows letters and figures only', () => {
    const letter = fc.oneof(
      fc.constantFrom(...'abcéüñßłøαβδθλξπφψбджзийлфэюяіїєґаосерх0123456789-'),
      fc.integer({ min: 0xa1, max: 0x24ff }).map((point) => String.fromCodePoint(point)),
    );
    let shown = 0;
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 8 }), (letters) => {
        const address = `https://${letters.join('')}.example`;
        if (!URL.canParse(address)) return;
        const { origin, hostname } = new URL(address);
        const { text, ascii } = showOrigin(origin);
        expect(new URL(text).origin).toBe(origin);
        if (ascii === undefined) {
          expect(text).toBe(origin);
          return;
        }
        shown++;
        expect(text).toBe(`https://${domainToUnicode(hostname)}`);
        expect(text.slice('https://'.length)).toMatch(/^[\p{L}\p{M}0-9.-]+$/u);
        expect(text).not.toMatch(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cc}]/u);
      }),
      { numRuns: 4000 },
    );
    expect(shown).toBeGreaterThan(20);
  });
});
