import { describe, expect, it } from 'vitest';
import { answerSignedRequest } from '../../services/phone/eudi/answer-request.ts';
import { parseHaipLink } from '../../services/phone/eudi/haip-link.ts';
import { fetchRequest, presentHaip } from '../../services/phone/eudi/present-haip.ts';
import { present } from '../../services/phone/present.ts';
import { adult, createVerifier, hold, holdPid, PID, requestTerms, WALLET, walletWith } from './verifier.ts';

const PROVED = { state: 'proved', thresholds: [16, 18] };

// The module oid4vp-1final-verifier-happy-flow: a good request, answered with a good credential, is accepted.
describe('oid4vp-1final-verifier-happy-flow', () => {
  it.each(['A128GCM', 'A256GCM'] as const)(
    'takes the answer of another device, encrypted with %s',
    async (encryption) => {
      const verifier = createVerifier();
      const { request, session } = await verifier.begin('eudi-wallet');
      expect(await presentHaip(request as string, adult, requestTerms, verifier.fetch, { encryption })).toEqual({});
      expect(await verifier.result(session)).toMatchObject(PROVED);
    },
  );

  it('sends this device back with a code, without which nothing is told', async () => {
    const verifier = createVerifier();
    const { here, session } = await verifier.begin('eudi-wallet');
    const { redirectUri = '' } = await presentHaip(here as string, adult, requestTerms, verifier.fetch);
    const [start, code = ''] = redirectUri.split('#returned=');
    expect(start).toBe(`${WALLET}/app/`);
    expect(await verifier.result(session)).toEqual({ state: 'waiting' });
    expect(await verifier.result(session, code)).toMatchObject(PROVED);
  });

  it('takes what the browser brings', async () => {
    const verifier = createVerifier();
    const { digital, session } = await verifier.begin('eudi-wallet');
    const answer = await answerSignedRequest(digital?.[0]?.data, WALLET, adult, requestTerms);
    const post = new Request('https://attester.example/evidence/eudi-wallet/digital', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session, answer }),
    });
    expect((await verifier.fetch(post)).status).toBe(200);
    expect(await verifier.result(session)).toMatchObject(PROVED);
  });

  it('takes a date of birth where the operator lets it in, and gives out ages alone', async () => {
    const verifier = createVerifier({ pid: true });
    const { request, session } = await verifier.begin('eudi-wallet');
    const held = walletWith({ [PID]: await holdPid('2009-06-01') });
    await presentHaip(request as string, held, requestTerms, verifier.fetch);
    const result = await verifier.result(session);
    expect(result).toMatchObject({ state: 'proved', thresholds: [16] });
    expect(JSON.stringify(result)).not.toContain('2009');
  });

  it('takes the answer of an age verification app (profile av)', async () => {
    const verifier = createVerifier();
    const { request, session } = await verifier.begin('eu-wallet');
    expect(await present(request as string, await hold(), verifier.fetch)).toEqual({});
    expect(await verifier.result(session)).toMatchObject(PROVED);
  });

  it('asks each time with another nonce, state and key', async () => {
    const verifier = createVerifier();
    const requests = await Promise.all(
      [1, 2].map(async () => {
        const { request } = await verifier.begin('eudi-wallet');
        return fetchRequest(parseHaipLink(request as string), requestTerms, verifier.fetch);
      }),
    );
    const drawn = requests.flatMap(({ presentationNonce, responseKey }) => [
      presentationNonce,
      responseKey.x,
      responseKey.kid,
    ]);
    expect(new Set(drawn).size).toBe(6);
    for (const { presentationNonce } of requests) expect(presentationNonce).toMatch(/^[\w-]{43}$/);
  });
});
