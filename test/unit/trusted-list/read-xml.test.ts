import { describe, expect, it } from 'vitest';
import { readXml } from '../../../services/trusted-list/read-xml.ts';

const laughs = (depth: number) =>
  `<!DOCTYPE a [<!ENTITY l0 "ha">${Array.from({ length: depth }, (_, i) => `<!ENTITY l${i + 1} "&l${i};&l${i};">`).join('')}]>`;

describe('readXml', () => {
  it.each([
    ['a document', '<a b="1">c</a>'],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?><a/>'],
    ['another quote, and standalone', "<?xml version='1.0' standalone='no' ?>\n<a/>"],
    ['a byte order mark', '\ufeff<a/>'],
    ['comments, CDATA and the five entities', '<a><!-- <b> --><![CDATA[<c>]]>&lt;&gt;&amp;&apos;&quot;&#65;&#x41;</a>'],
    ['48 elements in one another', '<a>'.repeat(49) + '</a>'.repeat(49)],
  ])('reads %s', (_, text) => {
    expect(readXml(text).localName).toBe('a');
  });

  it.each([
    ['nothing', '', 'not well-formed'],
    ['text', 'secret', 'not well-formed'],
    ['an open element', '<a>', 'not well-formed'],
    ['elements that cross', '<a><b></a></b>', 'not well-formed'],
    ['two roots', '<a/><a/>', 'not well-formed'],
    ['text behind the root', '<a/>secret', 'not well-formed'],
    ['text before the root', 'secret<a/>', 'not well-formed'],
    ['an attribute twice', '<a b="1" b="2"/>', 'not well-formed'],
    ['an attribute without value', '<a b/>', 'not well-formed'],
    ['an attribute without quotes', '<a b=1/>', 'not well-formed'],
    ['an open attribute', '<a b="1/>', 'not well-formed'],
    ['an entity that nobody declared', '<a>&secret;</a>', 'not well-formed'],
    ['an open entity', '<a>&amp</a>', 'not well-formed'],
    ['a document type', '<!DOCTYPE a><a/>', 'a document type'],
    ['a document type in small letters', '<!doctype a><a/>', 'a document type'],
    [
      'a document type behind a comment',
      '<!----><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'a document type',
    ],
    ['a billion laughs', `${laughs(30)}<a>&l30;</a>`, 'a document type'],
    ['a processing instruction', '<a><?secret do?></a>', 'processing instructions'],
    ['a second declaration', '<?xml version="1.0"?><?xml version="1.0"?><a/>', 'processing instructions'],
    ['another version', '<?xml version="1.1"?><a/>', 'processing instructions'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-7"?><a/>', 'processing instructions'],
    ['zero', '<a>\u0000</a>', 'no character'],
    ['half a character', '<a>\ud800</a>', 'no character'],
    ['zero by its number', '<a>&#0;</a>', 'no character'],
    ['half a character by its number', '<a b="&#xD800;"/>', 'no character'],
    ['a number beyond all characters', '<a>&#x110000;</a>', 'no character'],
    ['49 elements in one another and one more', '<a>'.repeat(50) + '</a>'.repeat(50), 'too deep'],
    ['a tower', '<a>'.repeat(90_000) + '</a>'.repeat(9_000), 'not well-formed'],
    ['too many elements', `<a>${'<b/>'.repeat(100_001)}</a>`, 'too many tags'],
    [
      'too many attributes',
      `<a ${Array.from({ length: 65 }, (_, i) => `b${i}=""`).join(' ')}/>`,
      'too many attributes',
    ],
    ['too many attributes in all', `<a>${'<b c="" d=""/>'.repeat(50_001)}</a>`, 'too many attributes'],
    ['too many namespaces', `<a>${'<b xmlns="c"/>'.repeat(513)}</a>`, 'too many namespaces'],
    ['too much', `<a>${' '.repeat(8 * 1_048_576)}</a>`, 'too large'],
  ])('refuses %s, and quotes nothing of it', (_, text, why) => {
    const began = performance.now();
    let refused: unknown;
    try {
      readXml(text);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(TypeError);
    expect((refused as TypeError).message).toContain(why);
    expect((refused as TypeError).message).not.toContain('secret');
    expect((refused as TypeError).cause).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it.each([
    ['a tower', '<a>'.repeat(49_000) + '</a>'.repeat(49_000)],
    [
      'many elements of 64 attributes',
      `<a>${`<b ${Array.from({ length: 64 }, (_, i) => `c${i}=""`).join(' ')}/>`.repeat(1_500)}</a>`,
    ],
    ['one long text', `<a>${'x'.repeat(8_000_000)}</a>`],
    ['many ampersands', `<a>${'&amp;'.repeat(1_600_000)}</a>`],
    ['one long name', `<${'a'.repeat(8_000_000)}/>`],
    ['one long attribute', `<a b="${'x'.repeat(8_000_000)}"/>`],
    ['white space and no end', `<a ${' '.repeat(8_000_000)}`],
    ['many comments', `<a>${'<!-- -->'.repeat(90_000)}</a>`],
    ['an open comment, over and over', `<a>${'<!--'.repeat(90_000)}</a>`],
  ])(
    'is done with %s within seconds',
    (_, text) => {
      const began = performance.now();
      try {
        readXml(text);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
      expect(performance.now() - began).toBeLessThan(20_000);
    },
    60_000,
  );
});
