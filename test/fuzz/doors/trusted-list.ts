import { type Bytes, readUtf8, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { openList } from '../../../services/trusted-list/open-list.ts';
import { parseList } from '../../../services/trusted-list/parse-list.ts';
import { parseSigners } from '../../../services/trusted-list/pinned-signer.ts';
import type { Door } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { parseOf, promise } from '../promise.ts';

/** Milliseconds that one input may take at most, of lists of a few KB, on a machine that has other work. */
const SLOWEST = 2000;

/** The XML of a trusted list, with its signature. Inputs begin with a byte: 0 for a list that is signed, 1 for one read after. */
export const trustedList: Door = {
  kind: 'xml',
  about: 'the XML of a trusted list: openList, parseList',
  async open() {
    // Its making draws keys and certificates: only for whoever opens this door.
    const { createListSigner, createProvider, provider, signatureOf, signList, writeList } = await import(
      '../../unit/trusted-list/signed-list.ts'
    );
    const [signer, ec, other] = await Promise.all([
      createListSigner(),
      createListSigner('p-256'),
      createListSigner('p-256'),
    ]);
    const options = { signers: parseSigners(signer.pem + ec.pem), production: false };
    const certificates = await Promise.all([createProvider('one'), createProvider('two')]);
    const lists = [writeList({ providers: provider({ certificates }) }), writeList({ sequence: 4 }, ' Id="list"')];
    const [full = '', named = ''] = lists;
    const seeds = [signList(full, signer), signList(named, ec, { uri: '#list' })].map(writeUtf8);
    const bad = writeList({ sequence: 99, providers: provider({ certificates: certificates.slice(1) }) });
    const pieces = [
      ...[full, bad, signatureOf(full, signer), signatureOf(bad, other), signatureOf(named, ec, { uri: '#list' })],
      ...['<!DOCTYPE a [<!ENTITY b "c">]>', '<!--', '-->', '<![CDATA[', ']]>', '<?a?>', '&amp;', ' Id="list"'],
      ...[
        ' xmlns="urn:a"',
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>',
        '</TrustServiceStatusList>',
      ],
    ].map(writeUtf8);
    const signed = new Set(lists);
    const as = (kind: number) => (bytes: Uint8Array) => Uint8Array.of(kind, ...bytes);
    // Whole pieces moved about are what wrapping is made of; changes of single bytes seldom get there.
    const moved = fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(pieces.length - 1), fc.boolean()), { maxLength: 3 }),
      )
      .map(([seed, moves]) =>
        moves.reduce<Bytes>(
          (bytes, [place, which, isOver]) => splice(bytes, place, pieces[which] as Bytes, isOver),
          seed,
        ),
      );
    return {
      inputs: fc.oneof(
        { weight: 4, arbitrary: mutated(seeds, [...seeds, ...pieces]).map(as(0)) },
        { weight: 4, arbitrary: moved.map(as(0)) },
        { weight: 1, arbitrary: anyText().map(as(0)) },
        { weight: 2, arbitrary: mutated(lists.map(writeUtf8), pieces).map(as(1)) },
      ),
      async enter(input) {
        const [kind = 0] = input;
        const began = performance.now();
        const ended = await parseOf(() => {
          const xml = readUtf8(input.slice(1));
          return kind === 0 ? openList(xml, options).signed : String(parseList(xml).sequence);
        });
        promise(performance.now() - began < SLOWEST, 'took too long');
        if ('refusal' in ended) {
          promise(ended.refusal === 'TypeError', 'refused with another error');
          return kind === 0 ? 'refused' : 'not read';
        }
        promise(kind !== 0 || signed.has(ended.value), 'took a list that nobody signed');
        return kind === 0 ? 'taken, as signed' : 'read';
      },
    };
  },
};

/** Puts a piece in front of one of the tags, over it when `isOver`. */
function splice(bytes: Bytes, place: number, piece: Bytes, isOver: boolean): Bytes {
  const text = readUtf8(bytes);
  const tags = [...text.matchAll(/<[^<]*/g)];
  const { index = 0, 0: tag = '' } = tags[place % Math.max(1, tags.length)] ?? {};
  return writeUtf8(text.slice(0, index) + readUtf8(piece) + text.slice(index + (isOver ? tag.length : 0)));
}
