import { writeUtf8 } from '@bauta/sdk/protocol';
import { canonicalize } from '../../../services/trusted-list/canonical-xml.ts';
import { readXml } from '../../../services/trusted-list/read-xml.ts';
import { promise } from '../promise.ts';
import { reader, strictText } from './reader.ts';

const NESTED = `<a xmlns="urn:a" xmlns:b="urn:b"><b:c d="1" b:d="2">x &amp; y<![CDATA[z]]></b:c><!-- e --><f/></a>`;

/** XML of any kind, without the signature that a list must have. */
export const xml = reader({
  about: 'XML of others: readXml, canonicalize',
  kind: 'xml',
  corpus: async () => {
    // Its making draws keys and certificates: only for whoever opens this door.
    const { writeList } = await import('../../unit/trusted-list/signed-list.ts');
    return [`<?xml version="1.0" encoding="UTF-8"?>${NESTED}`, NESTED, writeList({ sequence: 4 })].map(writeUtf8);
  },
  words: [
    ...[
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?a?>',
      '&amp;',
      '&#x0;',
      '&#65;',
      '&b;',
      '&#x1F600;',
    ],
    ...[
      ' xmlns="urn:a"',
      ' xmlns:b="urn:b"',
      ' xmlns:xml="urn:x"',
      ' xml:id="a"',
      '<a>',
      '</a>',
      '<b:c>',
      '</b:c>',
      '/>',
      ' a="1"',
      ' a="1"',
      '\r\n',
      '\t',
    ],
  ].map((text) => writeUtf8(text)),
  read: (input) => canonicalize(readXml(strictText(input))),
  judge(text) {
    promise(canonicalize(readXml(text)) === text, 'canonical XML that is not its own canonical form');
    return text === '' ? 'read, empty' : `read, ${text.length < 200 ? 'small' : 'large'}`;
  },
});
