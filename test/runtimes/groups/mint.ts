import { finalize, finalizeGrant, present, request } from '@bauta/sdk/client';
import {
  BATCH_LENGTH,
  type Bytes,
  blindingFrom,
  type DirectoryKey,
  formatHex,
  MODE,
  parseHex,
  readBatchRequest,
  readTokenKey,
  TOKEN_TYPE,
  verifySignature,
  writeBatchResponse,
} from '@bauta/sdk/protocol';
import type { Case } from '../case.ts';
import type { RsaNumbers, Scene } from '../material.ts';
import { drawnFrom, power, readNumber, writeNumber } from '../numbers.ts';
import { createSite, pairOf } from '../site.ts';
import type { WriteGroups } from '../write-groups.ts';

const signRaw = ({ n, d }: RsaNumbers, message: Uint8Array): Bytes =>
  writeNumber(power(readNumber(formatHex(message as Bytes)), readNumber(d), readNumber(n)), 256);

/** A batch as its wallet asked for it, and the issuer's answer. */
async function play(scene: Scene) {
  const [listed] = scene.site.keys;
  if (!listed) throw new Error('no key');
  const { threshold, epoch, generation } = listed;
  const slot = { threshold, epoch, generation };
  const tokenKey: DirectoryKey = { ...slot, key: await readTokenKey(parseHex(listed.spki)) };
  const grantKey: DirectoryKey = { ...slot, key: await readTokenKey(parseHex(scene.grantKey.spki)) };
  let holders = 0;
  const pending = await request(
    { issuer: scene.site.issuer, attester: 'attester.example', tokenKey, grantKey },
    {
      ...blindingFrom(drawnFrom(1)),
      generateHolder: () => pairOf(scene.holders[holders++] as Scene['holders'][number]),
    },
  );
  const answers = readBatchRequest(pending.body).map(({ body }) => ({
    tokenType: TOKEN_TYPE,
    body: signRaw(scene.issuerKey, body.subarray(1)),
  }));
  return { pending, tokenKey, grantKey, answers };
}

type Play = Awaited<ReturnType<typeof play>>;
type Answers = (Play['answers'][number] | undefined)[];

/** From the request to the visit. */
export const mint: WriteGroups = ({ scene }) => {
  // Thirty signatures in plain arithmetic: made once for all cases.
  let played: Promise<Play> | undefined;
  const once = (): Promise<Play> => {
    played ??= play(scene);
    return played;
  };
  const finish = async (change: (answers: Answers) => Answers): Promise<unknown> => {
    const { pending, tokenKey, answers } = await once();
    return finalize(tokenKey.key, pending, writeBatchResponse(change([...answers])));
  };
  const refused: readonly Case[] = [
    {
      name: 'an item left out',
      expected: 'ERR_RESPONSE_MALFORMED',
      run: () => finish((answers) => answers.with(29, undefined)),
    },
    { name: 'an item missing', expected: 'ERR_RESPONSE_MALFORMED', run: () => finish((answers) => answers.slice(1)) },
    {
      name: 'two swapped',
      expected: 'ERR_RESPONSE_SIGNATURE',
      run: () => finish((answers) => answers.with(0, answers[1]).with(1, answers[0])),
    },
    {
      name: 'a signature of something else',
      expected: 'ERR_RESPONSE_SIGNATURE',
      run: () => finish((answers) => answers.with(7, { tokenType: TOKEN_TYPE, body: writeNumber(7n, 256) })),
    },
    {
      name: 'no batch',
      expected: 'ERR_RESPONSE_MALFORMED',
      run: async () => {
        const { pending, tokenKey } = await once();
        return finalize(tokenKey.key, pending, new Uint8Array(BATCH_LENGTH));
      },
    },
    {
      name: 'a grant under another key',
      expected: 'ERR_RESPONSE_SIGNATURE',
      async run() {
        const { pending, grantKey } = await once();
        return finalizeGrant(grantKey.key, pending.grant, signRaw(scene.issuerKey, pending.grant.request.slice(3)));
      },
    },
  ];
  return [
    {
      name: 'request, finalize, present, redeem',
      cases: [
        { name: 'request', expected: 'accepted', run: async () => (await once()).pending },
        {
          name: 'finalize a grant',
          expected: 'accepted',
          async run() {
            const { pending, grantKey } = await once();
            const signed = signRaw(scene.grantKey, pending.grant.request.slice(3));
            const grant = await finalizeGrant(grantKey.key, pending.grant, signed);
            return { grant, isGood: await verifySignature(grantKey.key, grant.slice(0, 98), grant.slice(98)) };
          },
        },
        { name: 'finalize', expected: 'accepted', run: () => finish((answers) => answers) },
        {
          name: 'present and redeem each',
          expected: 'accepted',
          async run() {
            const { pending, tokenKey, answers } = await once();
            const tokens = await finalize(tokenKey.key, pending, writeBatchResponse(answers));
            const site = createSite(scene.site, scene.now);
            await site.refresh();
            const codes: unknown[] = [];
            for (const held of tokens) {
              const challenge = await site.verifier.challenge(MODE.form, scene.now, drawnFrom(3)(32));
              const { token, dpop } = await present(held, { redeem: scene.site.redeemUrl, challenge });
              codes.push((await site.verifier.redeem({ token, proof: dpop }, MODE.form, scene.now)).code);
            }
            return codes;
          },
        },
        {
          name: 'present one twice',
          expected: 'ERR_TOKEN_SPENT',
          async run() {
            const { pending, tokenKey, answers } = await once();
            const [held] = await finalize(tokenKey.key, pending, writeBatchResponse(answers));
            const site = createSite(scene.site, scene.now);
            await site.refresh();
            for (const mode of [MODE.form, MODE.direct]) {
              const challenge = await site.verifier.challenge(mode, scene.now);
              const { token, dpop } = await present(held as NonNullable<typeof held>, {
                redeem: scene.site.redeemUrl,
                challenge,
              });
              await site.verifier.redeem({ token, proof: dpop }, mode, scene.now);
            }
          },
        },
        {
          name: 'present to no challenge',
          expected: 'TypeError',
          async run() {
            const { pending, tokenKey, answers } = await once();
            const [held] = await finalize(tokenKey.key, pending, writeBatchResponse(answers));
            return present(held as NonNullable<typeof held>, { redeem: scene.site.redeemUrl, challenge: 'AAAA' });
          },
        },
        ...refused,
      ],
    },
  ];
};
