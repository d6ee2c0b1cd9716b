import { checkProofOfAge, openId4VpTranscript, parsePresentationForm } from '@bauta/sdk/eu-wallet';
import { concat } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { encodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import { outcomeOf, realExamples } from './figures.ts';
import { audience, NOW, show, trustedList, verify } from './holder.ts';

const own = {
  deviceResponse: await show(),
  sessionTranscript: await openId4VpTranscript(audience),
  trustedList,
  now: NOW,
};
const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((array) => Uint8Array.from(array));

/** Anything but a refusal, acceptance included, fails the property. */
async function isRefused(attempt: () => unknown): Promise<boolean> {
  return (await outcomeOf(attempt)) !== 'accepted';
}

describe('whatever is sent, the answer is a refusal and never a fault', () => {
  it('for arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(2000), (sent) => isRefused(() => verify(sent))),
      { numRuns: 2000 },
    );
  });

  it('for arbitrary CBOR', async () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5, depthIdentifier: 'cbor' },
        fc.integer(),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        bytes(40),
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
    await fc.assert(
      fc.asyncProperty(tree, (value) => isRefused(() => verify(encodeCbor(value)))),
      { numRuns: 2000 },
    );
  });

  it('for proofs of age with pieces overwritten, cut out, doubled or moved', async () => {
    const mutation = fc.record({
      example: fc.constantFrom(own, ...realExamples),
      from: fc.nat(1500),
      length: fc.nat(40),
      put: bytes(40),
      at: fc.nat(1500),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ example, from, length, put, at }) => {
        const original = example.deviceResponse;
        const piece = original.slice(from, from + length);
        const without = concat(original.slice(0, from), original.slice(from + length));
        const variants = [
          concat(original.slice(0, from), put, original.slice(from + put.length)),
          concat(original.slice(0, at), piece, original.slice(at)),
          concat(without.slice(0, at), piece, without.slice(at)),
          without,
        ];
        for (const variant of variants) {
          const isSame = variant.length === original.length && variant.every((byte, i) => byte === original[i]);
          if (!isSame && !(await isRefused(() => checkProofOfAge(variant, example)))) return false;
        }
        return true;
      }),
      { numRuns: 1000 },
    );
  });

  it('for arbitrary forms', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          text,
          text.map((token) => `vp_token=${token}&state=s`),
        ),
        async (body) => {
          await outcomeOf(() => parsePresentationForm(body));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
