import { LONGFELLOW_V6, type ZkStatement } from '@bauta/sdk/eu-wallet';
import { formatHex, isEqual } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { checkAnyResponse } from '../../../sdk/eu-wallet/any-response.ts';
import { encodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import type { Door } from '../door.ts';
import { anyBytes, mutated } from '../mutate.ts';
import { endOf, promise } from '../promise.ts';

/** The most milliseconds that one input may take, on a machine that does other things too. */
const LONGEST = 2000;

/** All that a proof is bound to, and the proof: what a real verifier would tell apart. */
function publicInputs(statement: ZkStatement): string {
  const { spec, proof, sessionTranscript, docType, nameSpace, items, timestamp, issuerKey } = statement;
  const shown = items.map(({ identifier, value }) => [identifier, value]);
  const said = encodeCbor([
    spec.circuitHash,
    proof,
    sessionTranscript,
    docType,
    nameSpace,
    shown,
    timestamp,
    issuerKey,
  ]);
  return formatHex(said);
}

/** A zero-knowledge answer. Its verifier is an ideal one: it says yes to what the honest proof was made for. */
export const zkAnswer: Door = {
  about: 'a zero-knowledge answer: checkAnyResponse before a verifier',
  async open() {
    // Its making draws keys and certificates: only for whoever opens this door.
    const { NOW, trustedList } = await import('../../unit/eu-wallet/holder.ts');
    const { showZk } = await import('../../unit/eu-wallet/zk-holder.ts');
    const good = showZk();
    const asked: string[] = [];
    let honest: string | undefined;
    const verify = async (statement: ZkStatement) => {
      const inputs = publicInputs(statement);
      honest ??= inputs;
      asked.push(inputs);
      return inputs === honest;
    };
    const terms = {
      sessionTranscript: Uint8Array.of(0x83, 0xf6, 0xf6, 0xf6),
      trustedList,
      now: NOW,
      threshold: 18,
      offered: LONGFELLOW_V6,
      zk: { verifier: { verify } },
    };
    await checkAnyResponse(good, terms);
    const seeds = [good, showZk({ response: (response) => response.set('version', '1.1') })];
    return {
      inputs: fc.oneof({ weight: 9, arbitrary: mutated(seeds) }, { weight: 1, arbitrary: anyBytes(2000) }),
      async enter(input) {
        asked.length = 0;
        const began = performance.now();
        const ended = await endOf(() => checkAnyResponse(input, terms), /^ERR_MDOC_/);
        promise(performance.now() - began < LONGEST, 'one input took too long');
        promise(asked.length <= 1, 'the verifier was asked more than once');
        promise('value' in ended || !isEqual(input, good), 'a good answer was refused');
        if ('refusal' in ended) return ended.refusal;
        promise(asked[0] === honest, 'an answer was taken that proves something else');
        return isEqual(input, good) ? 'taken, unaltered' : 'taken, the same in other bytes';
      },
    };
  },
};
