import type { KeptIsoMdocRequest, ZkVerifier } from '@bauta/sdk/eu-wallet';
import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { expect, it } from 'vitest';
import { euWalletSource } from '../../../services/attester/eu-wallet-source.ts';
import type { DigitalRequest } from '../../../services/attester/evidence-source.ts';
import { createPepper } from '../../../services/attester/pepper.ts';
import { NOW, show, trustedList } from '../eu-wallet/holder.ts';
import { ORIGIN, random, respond, sealTo } from '../eu-wallet/sealing.ts';
import { showZk, verifierSaying } from '../eu-wallet/zk-holder.ts';
import { outcomeOf } from '../protocol/refusals.ts';

const DAY = 86_400;
const PLACE = {
  handle: 'h'.repeat(43),
  answerUrl: 'https://attester.example/evidence/eu-wallet/answer/h',
  requestUrl: 'https://attester.example/evidence/eu-wallet/request/h',
  returnUrl: 'https://attester.example/evidence/eu-wallet/return',
  pageOrigin: ORIGIN,
};

const sourceWith = (zkVerifier?: ZkVerifier) =>
  euWalletSource({
    trustedList: () => trustedList,
    thresholds: [16, 18],
    pepper: createPepper(new Uint8Array(32).fill(9)),
    randomBytes: random,
    ...(zkVerifier ? { zkVerifier } : {}),
  });

/** Asks by the browser, and gives what an app would be given and what is kept. */
async function askDigitally(source: ReturnType<typeof sourceWith>) {
  const { request, kept } = await source.begin('digital', PLACE, NOW);
  const [first, ...others] = request as readonly DigitalRequest[];
  expect([first?.protocol, others]).toEqual(['org-iso-mdoc', []]);
  return { request: first as never, kept };
}

const bodyOf = (answer: unknown): Bytes => writeUtf8(JSON.stringify(answer));

it('takes a proof in clear through the browser as it takes one by a link', async () => {
  const source = sourceWith();
  const { request, kept } = await askDigitally(source);
  const body = bodyOf(await sealTo(request, await respond(request)));
  await source.checkForm(body, kept);
  const evidence = await source.complete(body, kept, NOW);
  expect(evidence).toEqual({ thresholds: [16, 18], expires: expect.any(Number), once: expect.any(Uint8Array) });
});

it.each([
  ['is good for years', 4 * 365, 90],
  ['is over before', 30, 30],
])('lets a proof that %s stand for 90 days at most', async (_, good, days) => {
  const source = sourceWith();
  const { request, kept } = await askDigitally(source);
  const validity = { signed: NOW, validFrom: NOW, validUntil: NOW + good * DAY };
  const body = bodyOf(await sealTo(request, await respond(request, { issue: { validity } })));
  expect((await source.complete(body, kept, NOW)).expires).toBe(NOW + days * DAY);
});

it('takes a zero-knowledge proof that its verifier holds for good, which is recognised by nothing', async () => {
  const { verifier, asked } = verifierSaying(true);
  const source = sourceWith(verifier);
  const { request, kept } = await askDigitally(source);
  const body = bodyOf(await sealTo(request, showZk()));
  await source.checkForm(body, kept);
  expect(await source.complete(body, kept, NOW)).toEqual({ thresholds: [16, 18], expires: NOW + 90 * DAY });
  expect(asked).toHaveLength(1);
});

it('asks for none without a verifier, and takes none', async () => {
  const source = sourceWith();
  const { request, kept } = await askDigitally(source);
  expect((JSON.parse(kept) as { request: KeptIsoMdocRequest }).request.zk).toEqual([]);
  const body = bodyOf(await sealTo(request, showZk()));
  expect(await outcomeOf(() => source.complete(body, kept, NOW))).toBe('ERR_MDOC_ZK_SYSTEM');
});

it('leaves the question open for what was sealed to another, or at another origin', async () => {
  const source = sourceWith();
  const { request, kept } = await askDigitally(source);
  const { request: other } = await askDigitally(source);
  for (const answer of [
    await sealTo(other, await respond(other)),
    await sealTo(request, await respond(request), 'https://elsewhere.example'),
    { protocol: 'org-iso-mdoc', data: { response: 'AAAA' } },
  ]) {
    expect(await outcomeOf(() => source.checkForm(bodyOf(answer), kept))).toMatch(/^ERR_MDOC_(DECRYPTION|MALFORMED)$/);
  }
});

it('does not take by one way what was asked by another', async () => {
  const source = sourceWith();
  const link = await source.begin('here', PLACE, NOW);
  const { request, kept } = await askDigitally(source);
  const body = bodyOf(await sealTo(request, await show()));
  expect(await outcomeOf(() => source.checkForm(body, link.kept))).toBe('ERR_MDOC_MALFORMED');
  expect(await outcomeOf(() => source.checkForm(writeUtf8('vp_token=%7B%7D&state=s'), kept))).toBe(
    'ERR_MDOC_MALFORMED',
  );
});
