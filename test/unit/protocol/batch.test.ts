import {
  BATCH_LENGTH,
  formatHex,
  parseHex,
  readBatchRequest,
  readBatchResponse,
  SUITES,
  type Suite,
  TOKEN_TYPE,
  writeBatchRequest,
  writeBatchResponse,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCases } from './vectors.ts';

interface Case {
  implementation: string;
  tokenTypes: string[];
  tokenRequest: string;
  tokenResponse: string;
}

// The published vectors mix in VOPRF (type 0x0001), which we do not issue; the framing must carry it all the same.
const WITH_VOPRF: ReadonlyMap<number, Suite> = new Map([
  ...SUITES,
  [0x0001, { name: 'VOPRF (P-384)', requestLength: 50, responseLength: 145 }],
]);

describe('draft-ietf-privacypass-batched-tokens-06, framing', () => {
  it.each(loadCases<Case>('batched-tokens-06.json'))('case %# ($implementation, $tokenTypes)', (vector) => {
    const requests = readBatchRequest(parseHex(vector.tokenRequest), WITH_VOPRF);
    expect(requests.map(({ tokenType }) => tokenType)).toEqual(vector.tokenTypes.map((type) => Number(`0x${type}`)));
    expect(formatHex(writeBatchRequest(requests))).toBe(vector.tokenRequest);
    const responses = readBatchResponse(parseHex(vector.tokenResponse), WITH_VOPRF);
    expect(responses).toHaveLength(requests.length);
    expect(formatHex(writeBatchResponse(responses))).toBe(vector.tokenResponse);
  });
});

describe('our batches', () => {
  const request = writeBatchRequest(
    Array.from({ length: 30 }, () => ({ tokenType: TOKEN_TYPE, body: new Uint8Array(257) })),
  );
  const response = writeBatchResponse(
    Array.from({ length: 30 }, () => ({ tokenType: TOKEN_TYPE, body: new Uint8Array(256) })),
  );

  it('are 7,772 bytes in both directions, behind the varint 5e5a', () => {
    expect([request.length, response.length]).toEqual([BATCH_LENGTH, BATCH_LENGTH]);
    expect([formatHex(request.slice(0, 2)), formatHex(response.slice(0, 2))]).toEqual(['5e5a', '5e5a']);
  });

  it.each([
    ['a byte left over', (b: Uint8Array) => Uint8Array.from([...b, 0])],
    ['a byte missing', (b: Uint8Array) => b.slice(0, -1)],
    ['a length in a longer form than needed', (b: Uint8Array) => Uint8Array.from([0x80, 0, 0x1e, 0x5a, ...b.slice(2)])],
    ['a length one too small', (b: Uint8Array) => Uint8Array.from([0x5e, 0x59, ...b.slice(2)])],
    ['an unknown token type', (b: Uint8Array) => Uint8Array.from([...b.slice(0, 3), 9, ...b.slice(4)])],
  ])('refuse %s', (_, change) => {
    expect(() => readBatchRequest(change(request) as Uint8Array<ArrayBuffer>)).toThrow(TypeError);
  });

  it('refuse a presence byte of 2', () => {
    const changed = response.slice();
    changed[2] = 2;
    expect(() => readBatchResponse(changed)).toThrow(TypeError);
  });

  it('throw nothing but TypeError on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        for (const read of [readBatchRequest, readBatchResponse]) {
          try {
            read(bytes as Uint8Array<ArrayBuffer>);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        }
      }),
    );
  });
});
