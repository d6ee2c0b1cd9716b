import { type KeptTexts, keptText } from '@bauta/sdk/stores/sql';
import { createKeyDirectory } from '@bauta/sdk/verifier';
import { keepFresh } from '../keys/keep-fresh.ts';
import { openKeyCheck } from '../keys/open-key-check.ts';
import type { Given } from '../standing.ts';
import { believedNames, loadByHand } from './believed-attesters.ts';
import type { TrustedAttester } from './check-grant.ts';

/** The name of the text that holds what an operator changed by hand. */
export const BY_HAND = 'attesters by hand';

/** The attesters whose grants are good, and how their keys are read anew. */
export interface AttesterKeys {
  /** As of the last `refresh` or `restore`. */
  readonly attesters: () => readonly TrustedAttester[];
  /** Reads what is due; call it about once a minute. @returns whether all of them are as fresh as they should be. */
  refresh(now: number): Promise<boolean>;
  /** Takes what another instance of the room has read, and whom it believes. */
  restore(now: number): Promise<void>;
}

/**
 * Besides those of the settings, the attesters that an operator added by hand, without those that were removed.
 * @param texts where their keys and the log's last tree are kept, and what was changed by hand. @throws ConfigFault on a wrong KEY_LOG
 */
export async function openAttesterKeys(
  given: Pick<Given<'issuer'>, 'config' | 'fetch' | 'log' | 'random' | 'readFile'>,
  texts: KeptTexts,
): Promise<AttesterKeys> {
  const { config, fetch, log, random } = given;
  const prove = await openKeyCheck(given, keptText(texts, 'log of attesters'));
  const byHand = keptText(texts, BY_HAND);
  const known = new Map<string, TrustedAttester>();
  let believed: readonly TrustedAttester[] = [];

  function directoryOf(name: string): TrustedAttester {
    const kept = keptText(texts, `keys of ${name}`);
    const proof = prove({ role: 'attester', name });
    return { name, keys: createKeyDirectory({ issuer: name, fetch, window: 'signs', prove: proof, kept }) };
  }

  async function believe(): Promise<void> {
    believed = believedNames(config.attesters, await loadByHand(byHand)).map((name) => {
      const attester = known.get(name) ?? directoryOf(name);
      known.set(name, attester);
      return attester;
    });
  }

  await believe();
  const fraction = (): number => (random(1)[0] as number) / 256;
  const refresh = keepFresh(() => believed, { random: fraction, log });
  return {
    attesters: () => believed,
    async refresh(now) {
      await believe();
      return refresh(now);
    },
    async restore(now) {
      await believe();
      await Promise.all(believed.map(({ keys }) => keys.restore(now)));
    },
  };
}
