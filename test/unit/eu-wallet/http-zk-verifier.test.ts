import { httpZkVerifier, type ZkStatement } from '@bauta/sdk/eu-wallet';
import { AgeError } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { ONE_ATTRIBUTE, PROOF } from './zk-holder.ts';

const URL_OF_VERIFIER = 'http://127.0.0.1:8888/zkverify';
const statement: ZkStatement = {
  spec: ONE_ATTRIBUTE,
  proof: PROOF,
  sessionTranscript: Uint8Array.of(0x83, 0xf6, 0xf6, 0xf6),
  docType: 'eu.europa.ec.av.1',
  nameSpace: 'eu.europa.ec.av.1',
  items: [{ identifier: 'age_over_18', value: true }],
  timestamp: 1_770_281_099,
  issuerKey: new Uint8Array(65),
  deviceResponse: Uint8Array.of(0xa0, 0xfb, 0xff),
};
// 0xf5 is CBOR's true.
const CLAIM = { ElementIdentifier: 'age_over_18', ElementValue: '9Q==' };
const YES = { Status: true, Claims: { 'eu.europa.ec.av.1': [CLAIM] } };

const asking = (answer: (request: Request) => Response | Promise<Response>, timeoutMs = 5000) => {
  const verifier = httpZkVerifier({ url: URL_OF_VERIFIER, fetch: async (request) => answer(request), timeoutMs });
  return verifier.verify(statement);
};

describe('httpZkVerifier', () => {
  it('asks as the reference verifier service of google/longfellow-zk is asked', async () => {
    let asked: Request | undefined;
    const yes = await asking((request) => {
      asked = request;
      return Response.json(YES);
    });
    expect(yes).toBe(true);
    expect([asked?.method, asked?.url, asked?.headers.get('content-type'), asked?.redirect]).toEqual([
      'POST',
      URL_OF_VERIFIER,
      'application/json',
      'manual',
    ]);
    expect(await asked?.json()).toEqual({ Transcript: 'g/b29g==', ZKDeviceResponseCBOR: 'oPv/' });
  });

  it.each<[string, unknown]>([
    ['false', { ...YES, Status: false, Message: 'no' }],
    ['no status', { Claims: YES.Claims }],
    ['1 for true', { ...YES, Status: 1 }],
    ['the text true', { ...YES, Status: 'true' }],
    ['no claims', { Status: true }],
    ['no claims of the name space', { Status: true, Claims: {} }],
    ['another name space too', { Status: true, Claims: { ...YES.Claims, other: [] } }],
    [
      'another element',
      { Status: true, Claims: { 'eu.europa.ec.av.1': [{ ...CLAIM, ElementIdentifier: 'age_over_16' }] } },
    ],
    ['another value', { Status: true, Claims: { 'eu.europa.ec.av.1': [{ ...CLAIM, ElementValue: '9A==' }] } }],
    ['an element more', { Status: true, Claims: { 'eu.europa.ec.av.1': [CLAIM, CLAIM] } }],
    ['true alone', true],
    ['a list', [YES]],
    ['null', null],
  ])('takes %s for a no', async (_what, body) => {
    expect(await asking(() => Response.json(body))).toBe(false);
  });

  it.each<[string, () => Response | Promise<Response>]>([
    ['does not answer in time', () => new Promise(() => {})],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers 500', () => Response.json(YES, { status: 500 })],
    ['answers 400', () => Response.json(YES, { status: 400 })],
    ['sends elsewhere', () => new Response(null, { status: 302, headers: { location: 'https://other.example' } })],
    ['answers with something else than JSON', () => new Response('<html>')],
    ['answers with a member twice', () => new Response('{"Status":false,"Status":true}')],
    ['answers with more than 64 KB', () => Response.json({ ...YES, Message: 'x'.repeat(70_000) })],
    ['breaks off', () => new Response(new ReadableStream({ start: (stream) => stream.error(new Error('gone')) }))],
    ['answers without end', () => new Response(new ReadableStream({ start: () => {} }))],
  ])('cannot say when the verifier %s', async (_why, answer) => {
    await expect(asking(answer, 200)).rejects.toSatisfy(
      (error) => error instanceof AgeError && error.code === 'ERR_NOT_READY',
    );
  });

  it('repeats nothing of what the verifier said', async () => {
    const error = await asking(() => Promise.reject(new Error('proof 5a5a'))).catch((reason: AgeError) => reason);
    expect(String((error as AgeError).cause)).not.toContain('5a5a');
  });

  it('takes an address that is none for a mistake', () => {
    expect(() => httpZkVerifier({ url: 'zkverify', fetch, timeoutMs: 1 })).toThrow(TypeError);
  });
});
