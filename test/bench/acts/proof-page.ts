// Runs in the page: the check of one key's proof, as the wallet makes it, in milliseconds of the page's clock.
import { checkLogProof, parseNoteKey, writeUtf8 } from '@bauta/sdk/protocol';

/** What the page is given. */
export interface ProofSetting {
  readonly entry: string;
  readonly proof: string;
  /** Keys as signed notes write them; all witnesses must have cosigned. */
  readonly key: string;
  readonly witnesses: readonly string[];
  readonly now: number;
}

declare global {
  interface Window {
    /** For one of each. */
    measureProofs(setting: ProofSetting, count: number): Promise<{ proofs: number; verifications: number }>;
  }
}

window.measureProofs = async ({ entry, proof, key, witnesses, now }, count) => {
  const trust = {
    key: await parseNoteKey(key),
    witnesses: await Promise.all(witnesses.map(parseNoteKey)),
    quorum: witnesses.length,
  };
  const leaf = writeUtf8(entry);
  let began = performance.now();
  for (let i = 0; i < count; i++) await checkLogProof(leaf, proof, trust, now);
  const proofs = (performance.now() - began) / count;

  const message = writeUtf8(proof);
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, message);
  began = performance.now();
  for (let i = 0; i < count; i++) {
    if (!(await crypto.subtle.verify('Ed25519', pair.publicKey, signature, message))) throw new Error('not good');
  }
  return { proofs, verifications: (performance.now() - began) / count };
};
