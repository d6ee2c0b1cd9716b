import {
  checkHaipAnswer,
  createResponseKey,
  type HaipPresentation,
  openHaipAnswer,
  parseHaipForm,
} from '@bauta/sdk/eu-wallet/haip';
import { writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { CompactEncrypt, importJWK } from 'jose';
import { responseJwk } from '../../../sdk/eu-wallet/haip/response-key.ts';
import type { Door } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { endOf, promise } from '../promise.ts';

/** What EUDI wallets post. Inputs begin with a byte: 0 for a form, 1 for what is encrypted in a good one. */
export const haipAnswer: Door = {
  about: 'the encrypted answer of an EUDI wallet: parseHaipForm, openHaipAnswer, checkHaipAnswer',
  async open() {
    // Its making draws keys and certificates: only for whoever opens this door.
    const { access, adult, NOW, pidTrustedList, trustedList } = await import('../../oidf/verifier.ts');
    const { answerRequest, transcriptOf } = await import('../../../services/phone/eudi/answer-request.ts');
    const presentation: HaipPresentation = {
      audience: { responseUri: 'https://attester.example/evidence/eudi-wallet/answer/1' },
      presentationNonce: 'n'.repeat(43),
      state: 's'.repeat(43),
      responseKey: await createResponseKey(),
      documents: ['proof_of_age', 'pid'],
    };
    const { responseUri } = presentation.audience as { responseUri: string };
    const jwk = await responseJwk(presentation.responseKey);
    const request = {
      clientId: access.clientId,
      presentationNonce: presentation.presentationNonce,
      audience: { responseUri, state: presentation.state },
      walletNonce: undefined,
      responseKey: jwk as typeof jwk & { kid: string; kty: string },
      queries: [
        { id: 'proof_of_age', docType: 'eu.europa.ec.av.1', nameSpace: 'eu.europa.ec.av.1', element: 'age_over_18' },
      ],
    };
    const response = await answerRequest(request, await transcriptOf(request), adult);
    const good = await openHaipAnswer(response, presentation);
    const deviceResponse = Buffer.from(good.deviceResponse).toString('base64url');
    const plain = JSON.stringify({ vp_token: { proof_of_age: [deviceResponse] }, state: presentation.state });
    const form = `response=${response}`;
    const key = await importJWK(jwk, 'ECDH-ES');
    const seal = (text: Uint8Array): Promise<string> =>
      new CompactEncrypt(text)
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128GCM', kid: jwk.kid as string })
        .encrypt(key);
    const judgedAs = (which: number) => (bytes: Uint8Array) => Uint8Array.of(which, ...bytes);
    const pid = { trustedList: pidTrustedList, reachedAges: () => [18] };
    const member = fc.oneof(fc.constantFrom('vp_token', 'state', 'error', 'proof_of_age', 'pid'), fc.string());
    const structured = fc.dictionary(member, fc.oneof(fc.jsonValue(), fc.dictionary(member, fc.jsonValue())));

    return {
      inputs: fc.oneof(
        mutated([writeUtf8(form), writeUtf8('error=access_denied&state=s')]).map(judgedAs(0)),
        anyText().map(judgedAs(0)),
        mutated([writeUtf8(plain)]).map(judgedAs(1)),
        structured.map((value) => judgedAs(1)(writeUtf8(JSON.stringify(value)))),
      ),
      async enter(input) {
        const [which = 0] = input;
        const sent = input.slice(1);
        const body = which === 0 ? new TextDecoder().decode(sent) : `response=${await seal(sent)}`;
        const read = await endOf(() => parseHaipForm(body), ['ERR_MDOC_MALFORMED']);
        if ('refusal' in read) return `form: ${read.refusal}`;
        if ('isError' in read.value) return 'form: an error';
        const { response: encrypted } = read.value;
        const opened = await endOf(() => openHaipAnswer(encrypted, presentation), /^ERR_(MDOC|EVIDENCE_SESSION)/);
        if ('refusal' in opened) return opened.refusal;
        const terms = { trustedList, now: NOW, pid };
        const ended = await endOf(() => checkHaipAnswer(opened.value, presentation, access, terms), /^ERR_MDOC_/);
        const isGood = Buffer.from(opened.value.deviceResponse).toString('base64url') === deviceResponse;
        promise('refusal' in ended || isGood, 'an altered answer was taken');
        promise('value' in ended || !isGood || opened.value.document === 'pid', 'a good answer was refused');
        return 'refusal' in ended ? `opened: ${ended.refusal}` : 'taken, unaltered';
      },
    };
  },
};
