import { type KeptTexts, keptText } from '@bauta/sdk/stores/sql';
import { createKeyDirectory } from '@bauta/sdk/verifier';
import { keepFresh } from '../keys/keep-fresh.ts';
import { openKeyCheck } from '../keys/open-key-check.ts';
import type { Given } from '../standing.ts';
import type { TrustedAttester } from './check-grant.ts';

/** The attesters whose grants are good, and how their keys are read anew. */
export interface AttesterKeys {
  readonly attesters: readonly TrustedAttester[];
  /** Reads what is due; call it about once a minute. @returns whether all of them are as fresh as they should be. */
  refresh(now: number): Promise<boolean>;
  /** Takes what another instance of the room has read. */
  restore(now: number): Promise<void>;
}

/** @param texts where their keys and the log's last tree are kept. @throws ConfigFault on a wrong KEY_LOG */
export async function openAttesterKeys(
  given: Pick<Given<'issuer'>, 'config' | 'fetch' | 'log' | 'random' | 'readFile'>,
  texts: KeptTexts,
): Promise<AttesterKeys> {
  const { config, fetch, log, random } = given;
  const prove = await openKeyCheck(given, keptText(texts, 'log of attesters'));
  const attesters = config.attesters.map((name) => {
    const kept = keptText(texts, `keys of ${name}`);
    const proof = prove({ role: 'attester', name });
    return { name, keys: createKeyDirectory({ issuer: name, fetch, window: 'signs', prove: proof, kept }) };
  });
  const fraction = (): number => (random(1)[0] as number) / 256;
  return {
    attesters,
    refresh: keepFresh(attesters, { random: fraction, log }),
    async restore(now) {
      await Promise.all(attesters.map(({ keys }) => keys.restore(now)));
    },
  };
}
