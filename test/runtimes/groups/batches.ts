import {
  parseHex,
  readBatchRequest,
  readBatchResponse,
  refuseAs,
  SUITES,
  type Suite,
  TOKEN_TYPE,
  writeBatchRequest,
  writeBatchResponse,
} from '@bauta/sdk/protocol';
import { same } from '../case.ts';
import type { SpecFile } from '../material.ts';
import type { WriteGroups } from '../write-groups.ts';

interface BatchCase {
  readonly way: 'request' | 'response';
  readonly bytes: string;
  readonly items?: readonly (string | null)[];
}

interface DraftCase {
  readonly implementation: string;
  readonly tokenTypes: readonly string[];
  readonly tokenRequest: string;
  readonly tokenResponse: string;
}

// The published vectors mix in VOPRF (type 0x0001), which we do not issue; the framing must carry it all the same.
const WITH_VOPRF: ReadonlyMap<number, Suite> = new Map([
  ...SUITES,
  [0x0001, { name: 'VOPRF (P-384)', requestLength: 50, responseLength: 145 }],
]);

function judge({ way, bytes, items = [] }: BatchCase): unknown {
  const answers = items.map((body) => (body === null ? undefined : { tokenType: TOKEN_TYPE, body: parseHex(body) }));
  if (way === 'request') {
    const read = refuseAs('ERR_REQUEST_MALFORMED', () => readBatchRequest(parseHex(bytes)));
    same(writeBatchRequest(read), bytes);
    return same(read, answers);
  }
  const read = refuseAs('ERR_RESPONSE_MALFORMED', () => readBatchResponse(parseHex(bytes)));
  same(writeBatchResponse(read), bytes);
  return same(read, answers);
}

export const batches: WriteGroups = ({ spec, published }) => {
  const { cases } = spec.batch as SpecFile<BatchCase>;
  const draft = published['batched-tokens-06'] as { readonly cases: readonly DraftCase[] };
  return [
    {
      name: 'spec/vectors/batch.json',
      cases: cases.map((one) => ({ name: one.id, expected: one.result, run: () => judge(one) })),
    },
    {
      name: 'draft-ietf-privacypass-batched-tokens-06',
      cases: draft.cases.map(({ implementation, tokenTypes, tokenRequest, tokenResponse }) => ({
        name: `${implementation} ${tokenTypes}`,
        expected: 'accepted',
        run() {
          const requests = readBatchRequest(parseHex(tokenRequest), WITH_VOPRF);
          same(
            requests.map(({ tokenType }) => tokenType),
            tokenTypes.map((type) => Number(`0x${type}`)),
          );
          const responses = readBatchResponse(parseHex(tokenResponse), WITH_VOPRF);
          return same([writeBatchRequest(requests), writeBatchResponse(responses)], [tokenRequest, tokenResponse]);
        },
      })),
    },
  ];
};
