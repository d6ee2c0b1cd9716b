import { formatBase64url } from '@bauta/sdk/protocol';
import { type AccountContext, type AccountMessage, recogniseForAct } from './account-act.ts';
import type { Pepper } from './pepper.ts';

/**
 * Releases the attester's half of the key of a passkey without PRF. Nothing is kept for it: the same passkey gets the
 * same bytes, as long as its account lives.
 * @throws AgeError ERR_NONCE, ERR_ACCOUNT, ERR_ASSERTION, ERR_STORE_UNAVAILABLE
 */
export async function releaseShare(
  message: AccountMessage,
  context: AccountContext & { readonly pepper: Pepper },
): Promise<{ share: string }> {
  const { passkey, seen } = await recogniseForAct('share', message, context);
  await context.accounts.save(seen);
  return { share: formatBase64url(await context.pepper.deriveShare(passkey)) };
}
