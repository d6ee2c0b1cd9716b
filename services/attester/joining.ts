import { createNoteSigner, formatNoteKey } from '@bauta/sdk/protocol';
import type { Secret } from '../settings/secret.ts';

/**
 * What an attester that joins gives to those who have to know it: one line for each of them to add. Nothing in it is
 * secret.
 */
export async function joiningLines(attester: { readonly name: string; readonly seed: Secret }): Promise<string> {
  const { name, seed } = attester;
  const { key } = await createNoteSigner(name, 'log', seed.reveal());
  const operator = { key: formatNoteKey(key), roles: ['attester'], names: [name] };
  return `To join, ${name} is to be added once by each of these (spec/guides/attesters.md):
  the log, to the list in LOG_OPERATORS   ${JSON.stringify(operator)}
  the issuer, to ATTESTERS                ${name}
  the wallet, to ATTESTERS                ${name}
`;
}
