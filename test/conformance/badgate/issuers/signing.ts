import { createHash, randomBytes } from 'node:crypto';
import type { Fixture } from '../fixture.ts';
import {
  changeHeaders,
  DIRECTORY_PATH,
  type Fault,
  isAsk,
  issuer,
  type Listed,
  madeUpSignature,
  readBody,
  retold,
  signed,
} from './frame.ts';

/** Bytes of a single request, and of a batch. */
const SINGLE = 259;
const BATCH = 7772;
const SIGNATURE = 256;
/** Longer than any refusal takes, and far longer than the noise of a loopback. */
const SLEEP_MS = 15;

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** Answers single requests in the issuer's place, where it has a say. */
const onSingle =
  (
    act: (blinded: bigint, body: Uint8Array, request: Request, honest: () => Promise<Response>) => Promise<Response>,
  ): Fault =>
  async (request, honest) => {
    if (!isAsk(request)) return honest(request);
    const { body, same } = await readBody(request);
    if (body.length !== SINGLE) return honest(same);
    return act(toNumber(body.subarray(3)), body, request, () => honest(same));
  };

/** Changes the signatures of a batch. */
const onBatch =
  (change: (answer: Uint8Array<ArrayBuffer>, body: Uint8Array) => Uint8Array<ArrayBuffer>): Fault =>
  async (request, honest) => {
    if (!isAsk(request)) return honest(request);
    const { body, same } = await readBody(request);
    const response = await honest(same);
    if (body.length !== BATCH || response.status !== 200) return response;
    return retold(response, change(new Uint8Array(await response.arrayBuffer()), body));
  };

const placeOf = (item: number): number => 2 + (3 + SIGNATURE) * item + 3;

/** Keys of the honest issuer, by their last byte, and their moduli. */
async function listedKeys(request: Request, honest: (request: Request) => Promise<Response>) {
  const address = new URL(DIRECTORY_PATH, request.url);
  const { 'token-keys': keys } = (await (await honest(new Request(address))).json()) as Listed;
  return keys.map((key) => new Uint8Array(Buffer.from(key['token-key'], 'base64url')));
}

const modulusOf = (spki: Uint8Array): bigint => toNumber(spki.subarray(-5 - SIGNATURE, -5));

/** Faults in what the issuer signs, refuses and asks. */
export const signingFixtures: readonly Fixture[] = [
  issuer(
    {
      name: 'refusal-tells',
      sentence: 'A refusal has another size for odd values than for even ones.',
      seenAt: 'conformance.md, badgate: error oracle',
      fails: ['I-06', 'I-09'],
    },
    () =>
      onSingle(async (blinded, _, __, honest) => {
        const response = await honest();
        if (response.status < 400) return response;
        const text = await response.text();
        return retold(response, blinded % 2n === 1n ? text : `${text}  `);
      }),
  ),
  issuer(
    {
      name: 'slow-for-small-values',
      sentence: 'The value 1 takes longer than others, as with arithmetic that is not constant in time.',
      seenAt: 'threats.md A18: timing attack on the issuer key',
      fails: ['I-09'],
      isTimed: true,
    },
    () =>
      onSingle(async (blinded, _, __, honest) => {
        if (blinded === 1n) await new Promise((resolve) => setTimeout(resolve, SLEEP_MS));
        return honest();
      }),
  ),
  issuer(
    {
      name: 'signs-any-value',
      sentence: 'Values of 0 and from n on are signed like any other.',
      seenAt: 'RFC 9474 §7: a signer that does not look at the range of its input',
      fails: ['I-08'],
    },
    () => async (request, honest) => {
      const moduli = isAsk(request) ? (await listedKeys(request, honest)).map(modulusOf) : [];
      return onSingle(async (blinded, body, asked, same) => {
        const isOdd =
          blinded === 0n || moduli.includes(blinded) || moduli.includes(blinded - 1n) || blinded >> 2047n === 1n;
        const hasGrant = (asked.headers.get('authorization') ?? '').length > 400;
        const isOut = isOdd && moduli.every((n) => blinded === 0n || blinded >= n || moduli.includes(blinded));
        return hasGrant && isOut ? signed(madeUpSignature(body)) : same();
      })(request, honest);
    },
  ),
  issuer(
    {
      name: 'retired-key-signs',
      sentence: 'Requests that name a key which is listed no more are signed.',
      seenAt: 'protocol.md BP-KEY-10: a retired key that signs',
      fails: ['I-07'],
    },
    () => async (request, honest) => {
      if (!isAsk(request)) return honest(request);
      const { body, same } = await readBody(request);
      const response = await honest(same);
      const ids = (await listedKeys(request, honest)).map((spki) => createHash('sha256').update(spki).digest()[31]);
      const isUnlisted = body.length === SINGLE && !ids.includes(body[2]);
      return isUnlisted && response.status === 422 ? signed(madeUpSignature(body)) : response;
    },
  ),
  issuer(
    {
      name: 'wrong-signature-now-and-then',
      sentence: 'One signature in thirty is wrong, and leaves without having been checked.',
      seenAt: 'protocol.md BP-KEY-8: faults that give a private key away',
      fails: ['I-03', 'I-12'],
    },
    () =>
      onBatch((answer) => {
        const place = placeOf(7) + 200;
        answer[place] = (answer[place] ?? 0) ^ 1;
        return answer;
      }),
  ),
  issuer(
    {
      name: 'own-mark-for-each',
      sentence:
        'Each blinded value is answered with a number of the issuer’s choice, by which it knows the token again.',
      seenAt: 'threats.md A4: tokens that the issuer can see, which fit on the diagonal alone',
      fails: ['I-03', 'I-12'],
    },
    () =>
      onBatch((answer, body) => {
        for (let item = 0; item < 30; item++) {
          const place = placeOf(item);
          answer.set(madeUpSignature(body.subarray(place, place + SIGNATURE)), place);
        }
        return answer;
      }),
  ),
  issuer(
    {
      name: 'tag-behind-the-batch',
      sentence: 'Sixteen bytes of the issuer’s choice follow the signatures.',
      seenAt: 'threats.md A3: covert tag in the response',
      fails: ['I-12'],
    },
    () => onBatch((answer) => new Uint8Array([...answer, ...randomBytes(16)])),
  ),
  issuer(
    {
      name: 'grant-for-any-body',
      sentence: 'A grant that was used once is good for every further request.',
      seenAt: 'threats.md A8: farming; an assertion that is not bound to its request',
      fails: ['I-06'],
    },
    () => {
      const used = new Set<string>();
      return async (request, honest) => {
        if (!isAsk(request)) return honest(request);
        const grant = request.headers.get('authorization') ?? '';
        const { body, same } = await readBody(request);
        const response = await honest(same);
        if (response.status === 200) used.add(grant);
        const isOther = response.status === 401 && used.has(grant) && body.length === BATCH;
        return isOther ? signed(madeUpSignature(body)) : response;
      };
    },
  ),
  issuer(
    {
      name: 'signs-without-grant',
      sentence: 'Whoever asks without a grant gets a signature.',
      seenAt: 'peers.md: SigGroup signs without authentication',
      fails: ['I-06'],
    },
    () =>
      onSingle(async (_, body, request, honest) =>
        request.headers.has('authorization') ? honest() : signed(madeUpSignature(body)),
      ),
  ),
  issuer(
    {
      name: 'reflects-origin',
      sentence: 'Every site may call the issuer from its own pages, by name.',
      seenAt: 'threats.md A6: origin leaks to the issuer through CORS',
      fails: ['I-04'],
    },
    () =>
      changeHeaders((headers, request) => {
        const origin = request.headers.get('origin');
        if (origin !== null) headers.set('access-control-allow-origin', origin);
      }),
  ),
  issuer(
    {
      name: 'demands-client-id',
      sentence: 'Tokens are given only to registered sites, which name themselves in each request.',
      seenAt: 'requirements.md: AgeVerif’s OAuth documents send client_id and redirect_uri to the provider',
      fails: ['I-04'],
    },
    () => async (request, honest) => {
      if (!isAsk(request) || new URL(request.url).searchParams.has('client_id')) return honest(request);
      return Response.json({ error: 'invalid_request', error_description: 'client_id is missing' }, { status: 400 });
    },
  ),
];
