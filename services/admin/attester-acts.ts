import { AgeError } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import { believedNames, loadByHand, saveByHand } from '../issuer/believed-attesters.ts';
import type { Told } from './told.ts';

/** Whom the settings of an issuer name, and what was changed by hand. */
export interface IssuerAttesters {
  readonly configured: readonly string[];
  readonly byHand: KeptText;
}

/** The attesters whose grants are good. @throws AgeError ERR_STORE_UNAVAILABLE. So do the others */
export async function listAttesters({ configured, byHand }: IssuerAttesters): Promise<Told> {
  const changes = await loadByHand(byHand);
  const attesters = believedNames(configured, changes);
  const lines = [
    ...attesters.map((name) => (configured.includes(name) ? name : `${name} · added by hand`)),
    ...changes.removed.map((name) => `${name} · removed by hand`),
  ];
  return { json: { attesters, removed: changes.removed }, text: lines.length === 0 ? ['No attesters.'] : lines };
}

/** Asked again it changes nothing. */
export async function addAttester(name: string, { configured, byHand }: IssuerAttesters): Promise<Told> {
  if (believedNames(configured, await loadByHand(byHand)).includes(name)) {
    return { json: { added: name }, text: [`The grants of ${name} are good already: nothing was changed.`] };
  }
  await saveByHand(byHand, 'add', name);
  return {
    json: { added: name },
    text: [
      `Added: ${name}. The running issuer takes its grants within a minute, when the log has its keys.`,
      'Name it in ATTESTERS of the issuer and the wallet as well: who reads the settings should see it.',
    ],
    event: { event: 'attester-added', of: name },
  };
}

/** @throws AgeError ERR_NOT_FOUND when its grants are not good anyway */
export async function removeAttester(name: string, { configured, byHand }: IssuerAttesters): Promise<Told> {
  if (!believedNames(configured, await loadByHand(byHand)).includes(name)) {
    throw new AgeError('ERR_NOT_FOUND', 'its grants are not good anyway');
  }
  await saveByHand(byHand, 'remove', name);
  return {
    json: { removed: name },
    text: [
      `Removed: ${name}. The running issuer takes none of its grants within a minute. Tokens that people hold stay good.`,
      'Take it out of ATTESTERS of issuer and wallet, and its row out of LOG_OPERATORS.',
    ],
    event: { event: 'attester-removed', of: name },
  };
}
