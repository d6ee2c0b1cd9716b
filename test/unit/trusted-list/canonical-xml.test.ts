import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as xmldsig from 'xmldsigjs';
import { canonicalize } from '../../../services/trusted-list/canonical-xml.ts';
import { readXml } from '../../../services/trusted-list/read-xml.ts';
import { hasLists, readListFile } from './figures.ts';

/** Exclusive canonical form by somebody else. */
function byOthers(text: string): string {
  const document = new DOMParser({ locator: false }).parseFromString(text, 'application/xml');
  return new xmldsig.XmlCanonicalizer(false, true).Canonicalize(document.documentElement as unknown as Node);
}

describe('canonicalize', () => {
  it.each([
    [
      'orders attributes, by namespace and name',
      '<a z="1" xmlns:b="urn:b" b:a="2" a="3"/>',
      '<a xmlns:b="urn:b" a="3" z="1" b:a="2"></a>',
    ],
    [
      'says a namespace where it is used',
      '<a xmlns:b="urn:b"><b:c/><b:c/></a>',
      '<a><b:c xmlns:b="urn:b"></b:c><b:c xmlns:b="urn:b"></b:c></a>',
    ],
    ['says it once on the way down', '<b:a xmlns:b="urn:b"><b:c/></b:a>', '<b:a xmlns:b="urn:b"><b:c></b:c></b:a>'],
    ['takes the default namespace back', '<a xmlns="urn:a"><b xmlns=""/></a>', '<a xmlns="urn:a"><b xmlns=""></b></a>'],
    [
      'knows a prefix that changes its meaning',
      '<b:a xmlns:b="urn:1"><b:c xmlns:b="urn:2"/></b:a>',
      '<b:a xmlns:b="urn:1"><b:c xmlns:b="urn:2"></b:c></b:a>',
    ],
    ['says nothing of the prefix xml', '<a xml:lang="en"/>', '<a xml:lang="en"></a>'],
    ['has one spelling of text', '<a>&gt;&#13;"<![CDATA[<&]]><!-- no --></a>', '<a>&gt;&#xD;"&lt;&amp;</a>'],
    ['has one spelling of attributes', "<a b='\"&#9;&#10;&#13;\n>&lt;'/>", '<a b="&quot;&#x9;&#xA;&#xD; >&lt;"></a>'],
  ])('%s', (_, text, expected) => {
    expect(canonicalize(readXml(text))).toBe(expected);
  });

  it('leaves one element out, and nothing else', () => {
    const root = readXml('<a> <b><c/></b> </a>');
    expect(canonicalize(root, root.getElementsByTagName('b')[0])).toBe('<a>  </a>');
  });

  it('refuses a prefix that nobody declared', () => {
    expect(() => canonicalize(readXml('<a b:c=""/>'))).toThrow(TypeError);
  });

  it('writes what it reads back alike, and as another program does', () => {
    const name = fc.constantFrom('a', 'b', 'p:a', 'q:b');
    const text = fc.string({ unit: fc.constantFrom('x', ' ', '\n', '&lt;', '&amp;', '&#13;', '"', '>', 'é') });
    const { element } = fc.letrec<{ element: string }>((tie) => ({
      element: fc
        .tuple(
          name,
          fc.uniqueArray(fc.constantFrom('c', 'd', 'p:c', 'q:d', 'xml:lang')),
          fc.array(fc.oneof({ maxDepth: 4, depthIdentifier: 'xml' }, text, tie('element')), {
            maxLength: 3,
            depthIdentifier: 'xml',
          }),
        )
        .map(
          ([tag, attributes, children]) =>
            `<${tag} ${attributes.map((one) => `${one}="1"`).join(' ')}>${children.join('')}</${tag}>`,
        ),
    }));
    fc.assert(
      fc.property(element, (inner) => {
        const document = `<r xmlns="urn:r" xmlns:p="urn:p" xmlns:q="urn:q">${inner}</r>`;
        const canonical = canonicalize(readXml(document));
        expect(canonicalize(readXml(canonical))).toBe(canonical);
        expect(canonical).toBe(byOthers(document));
      }),
      { numRuns: 300 },
    );
  });

  it.skipIf(!hasLists)(
    'has the lists of the Commission as another program has them (needs ../shared/fixtures/eu)',
    () => {
      for (const name of ['av-tl-acceptance-seq17.xml', 'av-etsi-trusted-list-example-2025-07-noTSP.xml']) {
        const xml = readListFile(name);
        expect(canonicalize(readXml(xml))).toBe(byOthers(xml));
      }
    },
  );
});
