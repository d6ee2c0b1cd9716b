import { hex, join, number, seeded } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';

/** A batch item: the bytes behind its token type, or undefined for an item that the issuer left out. */
type Item = Uint8Array | undefined;

const TYPE = Uint8Array.of(0, 2);
const present = (item: Uint8Array): Uint8Array => join(Uint8Array.of(1), TYPE, item);
const absent = Uint8Array.of(0);

/** The framing of batches, in both directions. */
export function batchVectors(): VectorFile {
  const draw = seeded('batch');
  const requests = Array.from({ length: 30 }, () => draw(257));
  const answers = Array.from({ length: 30 }, () => draw(256));
  const items = (bodies: readonly Item[]) => bodies.map((body) => (body === undefined ? null : hex(body)));
  const request = (count: number) => frame(requests.slice(0, count).map((body) => join(TYPE, body)));
  const accepted = (
    id: string,
    about: string,
    way: 'request' | 'response',
    bodies: readonly Item[],
    bytes: Uint8Array,
  ) => {
    return { id, about, result: 'accepted' as Result, way, bytes: hex(bytes), items: items(bodies) };
  };
  const refused = (id: string, about: string, way: 'request' | 'response', bytes: Uint8Array) => {
    const result: Result = way === 'request' ? 'ERR_REQUEST_MALFORMED' : 'ERR_RESPONSE_MALFORMED';
    return { id: `${way}-${id}`, about, result, way, bytes: hex(bytes) };
  };
  const [first, second] = answers as [Uint8Array, Uint8Array];
  const one = request(1);
  const content = one.slice(2);
  return vectorFile(
    'batch',
    'Framing of draft-ietf-privacypass-batched-tokens-06: a QUIC varint with the length, then items of type 0x0002: protocol.md §3.',
    [
      accepted('request-30', 'what a wallet sends: 7,772 bytes', 'request', requests, request(30)),
      accepted('response-30', 'what an issuer answers: 7,772 bytes', 'response', answers, frame(answers.map(present))),
      accepted('request-1', 'one item', 'request', requests.slice(0, 1), one),
      accepted('response-2', 'two items', 'response', [first, second], frame([present(first), present(second)])),
      accepted(
        'response-absent',
        'the second of three left out: good framing, which a wallet refuses all the same',
        'response',
        [first, undefined, second],
        frame([present(first), absent, present(second)]),
      ),
      refused('short', 'a byte missing', 'request', one.slice(0, -1)),
      refused('long', 'a byte left over', 'request', join(one, Uint8Array.of(0))),
      refused('no-length', 'nothing at all', 'request', new Uint8Array()),
      refused('length-one-less', 'a length one too small', 'request', join(varint(content.length - 1), content)),
      refused('length-one-more', 'a length one too large', 'request', join(varint(content.length + 1), content)),
      refused(
        'varint-4',
        'the length in four bytes where two do',
        'request',
        join(number(0x80000000 + content.length, 4), content),
      ),
      refused(
        'varint-8',
        'the length in eight bytes',
        'request',
        join(Uint8Array.of(0xc0), number(content.length, 7), content),
      ),
      refused(
        'type-1',
        'an item of token type 0x0001',
        'request',
        frame([join(Uint8Array.of(0, 1), requests[0] as Uint8Array)]),
      ),
      refused(
        'type-da7a',
        'an item of token type 0xda7a',
        'request',
        frame([join(Uint8Array.of(0xda, 0x7a), requests[0] as Uint8Array)]),
      ),
      refused('half-item', 'a second item cut short', 'request', frame([content, content.slice(0, 100)])),
      refused('presence-2', 'a presence byte of 2', 'response', frame([join(Uint8Array.of(2), TYPE, first)])),
      refused(
        'absent-with-body',
        'an item left out, and its bytes all the same',
        'response',
        frame([join(Uint8Array.of(0), TYPE, first)]),
      ),
      refused('no-presence', 'items without presence bytes', 'response', frame([join(TYPE, first)])),
      refused('short', 'a byte missing', 'response', frame([present(first)]).slice(0, -1)),
    ],
  );
}

function frame(items: readonly Uint8Array[]): Uint8Array {
  const content = join(...items);
  return join(varint(content.length), content);
}

/** RFC 9000 §16, shortest form, below 2^14. */
function varint(value: number): Uint8Array {
  return value < 64 ? number(value, 1) : number(0x4000 + value, 2);
}
