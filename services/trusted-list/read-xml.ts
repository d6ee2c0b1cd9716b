import { DOMParser, type Element, type Node } from '@xmldom/xmldom';

/** Bytes of a list at most, as characters of its text too. */
export const XML_MAX = 8 * 1_048_576;
/** What a document may hold at most; the Commission's list of June 2026 has a twentieth of it. */
const TAGS_MAX = 100_000;
const ATTRIBUTES_MAX = 100_000;
const ATTRIBUTES_OF_ONE_MAX = 64;
const NAMESPACES_MAX = 512;
const DEPTH_MAX = 48;

/** Whatever XML 1.0 §2.2 does not count among its characters. */
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** A character by its number (XML 1.0 §4.1), which has to be one too. */
const BY_NUMBER = /&#(?:x([0-9a-f]+)|(\d+));/gi;
/** The declaration (XML 1.0 §2.8) of the one version and encoding that lists come in. */
const DECLARATION =
  /^<\?xml[ \t\r\n]+version=(?:"1\.0"|'1\.0')(?:[ \t\r\n]+encoding=["']utf-8["'])?(?:[ \t\r\n]+standalone=["'](?:yes|no)["'])?[ \t\r\n]*\?>/i;
/** A document type, an entity, a notation: anything declared but comments and CDATA. */
const DECLARED = /<!(?!--|\[CDATA\[)/;
const ATTRIBUTE = /=[ \t\r\n]*["']/g;

/**
 * Reads the XML of others: well-formed, in bounds, and without document type, entities of its own or processing
 * instructions. Namespaces are those that the document declares.
 * @returns the root. @throws TypeError that says nothing of the text
 */
export function readXml(text: string): Element {
  if (text.length > XML_MAX) throw new TypeError('the XML is too large');
  const body = (text.startsWith('\ufeff') ? text.slice(1) : text).replace(DECLARATION, '');
  if (NO_CHARACTER.test(body) || hasNoCharacterByNumber(body))
    throw new TypeError('the XML holds what is no character');
  if (DECLARED.test(body)) throw new TypeError('the XML has a document type');
  if (body.includes('<?')) throw new TypeError('the XML has processing instructions');
  checkCounts(body);
  const root = parse(body);
  checkDepth(root);
  return root;
}

// In comments and CDATA it would be text; no list has a use for that.
function hasNoCharacterByNumber(body: string): boolean {
  for (const [, hexadecimal, decimal] of body.matchAll(BY_NUMBER)) {
    const number = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    if (number > 0x10ffff || NO_CHARACTER.test(String.fromCodePoint(number))) return true;
  }
  return false;
}

/** Before anything is built of them: counts whose cost would not be in proportion to the text. */
function checkCounts(body: string): void {
  if (body.split('xmlns', NAMESPACES_MAX + 2).length > NAMESPACES_MAX + 1) {
    throw new TypeError('the XML has too many namespaces');
  }
  // No tag holds another "<" (XML 1.0 §3.1), so each lies in one piece.
  const pieces = body.split('<', TAGS_MAX + 2);
  if (pieces.length > TAGS_MAX + 1) throw new TypeError('the XML has too many tags');
  let attributes = 0;
  for (const piece of pieces) {
    const ofOne = piece.match(ATTRIBUTE)?.length ?? 0;
    attributes += ofOne;
    if (ofOne > ATTRIBUTES_OF_ONE_MAX || attributes > ATTRIBUTES_MAX) {
      throw new TypeError('the XML has too many attributes');
    }
  }
}

function parse(body: string): Element {
  try {
    const root = new DOMParser({
      locator: false,
      // XML 1.0 §2.11; the package's own would also turn the line ends of XML 1.1, and so what was signed.
      normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
      onError: () => {
        throw new TypeError('not well-formed');
      },
    }).parseFromString(body, 'application/xml').documentElement;
    if (root) return root;
  } catch {
    // Its messages quote the text.
  }
  throw new TypeError('the XML is not well-formed');
}

/** Whatever is read of a document goes down its tree by recursion. */
function checkDepth(root: Element): void {
  let depth = 0;
  let node: Node | null = root;
  while (node !== null) {
    if (node.firstChild !== null) {
      node = node.firstChild;
      if (++depth > DEPTH_MAX) throw new TypeError('the XML is too deep');
      continue;
    }
    while (node !== null && node !== root && node.nextSibling === null) {
      node = node.parentNode;
      depth--;
    }
    node = node === null || node === root ? null : node.nextSibling;
  }
}
