import { checkProofOfAge, openId4VpTranscript, parsePresentationForm } from '@bauta/sdk/eu-wallet';
import { type Bytes, isEqual, parseHex, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { encodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import { digital, listOf, realExamples } from '../../unit/eu-wallet/figures.ts';
import type { Door } from '../door.ts';
import { anyBytes, anyText, mutated } from '../mutate.ts';
import { endOf, promise } from '../promise.ts';

/** What an age app posts. Inputs begin with a byte: 0 for a form, then one for each terms it is judged by. */
export const euWallet: Door = {
  about: 'the answer of an EU age app: parsePresentationForm, checkProofOfAge',
  async open() {
    // Its making draws keys and certificates: only for whoever opens this door.
    const { audience, NOW, show, trustedList } = await import('../../unit/eu-wallet/holder.ts');
    const own = {
      deviceResponse: await show(),
      sessionTranscript: await openId4VpTranscript(audience),
      trustedList,
      now: NOW,
    };
    const printed = {
      deviceResponse: parseHex(digital.plain.deviceResponse),
      sessionTranscript: parseHex(digital.plain.sessionTranscript),
      trustedList: listOf(digital.signerCertificate),
      now: digital.plain.now,
    };
    const examples = [own, ...realExamples, printed];
    const responses = examples.map(({ deviceResponse }) => deviceResponse);
    const token = JSON.stringify({ proof_of_age: [Buffer.from(own.deviceResponse).toString('base64url')] });
    const form = writeUtf8(String(new URLSearchParams({ vp_token: token, state: 'state' })));
    // Those that real devices made answer one question, all of them.
    const answersAlso = (sent: Bytes, { sessionTranscript }: (typeof examples)[number]): boolean =>
      examples.some((one) => isEqual(one.deviceResponse, sent) && isEqual(one.sessionTranscript, sessionTranscript));
    const judgedAs = (which: number) => (bytes: Uint8Array) => Uint8Array.of(which, ...bytes);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5, depthIdentifier: 'cbor' },
        fc.integer(),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        anyBytes(40),
        fc.array(tie('tree'), { maxLength: 4, depthIdentifier: 'cbor' }),
        fc
          .array(
            fc.tuple(
              fc.oneof(
                fc.constantFrom('version', 'documents', 'status', 'docType', 'issuerSigned', 1, 33),
                fc.string(),
              ),
              tie('tree'),
            ),
            { maxLength: 5, depthIdentifier: 'cbor' },
          )
          .map((entries) => new Map(entries)),
      ),
    }));
    return {
      inputs: fc.oneof(
        ...examples.map(({ deviceResponse }, i) => mutated([deviceResponse], responses).map(judgedAs(i + 1))),
        tree.map((value) => judgedAs(1)(encodeCbor(value))),
        anyBytes(2000).map(judgedAs(1)),
        mutated([form]).map(judgedAs(0)),
        anyText().map(judgedAs(0)),
      ),
      async enter(input) {
        const [which = 0] = input;
        const sent = input.slice(1);
        if (which === 0) {
          const body = new TextDecoder().decode(sent);
          const read = await endOf(() => parsePresentationForm(body), ['ERR_MDOC_MALFORMED']);
          return 'refusal' in read ? `form: ${read.refusal}` : 'form: read';
        }
        const terms = examples[(which - 1) % examples.length] ?? own;
        const ended = await endOf(() => checkProofOfAge(sent, terms), /^ERR_MDOC_/);
        const isGood = isEqual(sent, terms.deviceResponse);
        promise('refusal' in ended || isGood || answersAlso(sent, terms), 'an altered proof of age was taken');
        promise('value' in ended || !isGood, 'a good proof of age was refused');
        return 'refusal' in ended ? ended.refusal : 'taken, unaltered';
      },
    };
  },
};
