import type { Epoch } from '@bauta/sdk/protocol';
import { formatBase64url } from '@bauta/sdk/protocol';
import type { Grants } from '../storage/ports.ts';
import { type AccountContext, type AccountMessage, recogniseForAct } from './account-act.ts';

/** What a person is shown of their account. */
export interface AccountAnswer {
  readonly thresholds: readonly number[];
  readonly expires: number;
  readonly passkeys: readonly { readonly credentialId: string; readonly counter: number }[];
  readonly drawn: readonly {
    readonly threshold: number;
    readonly epoch: Epoch;
    readonly drawn: number;
    readonly of: number;
  }[];
}

/**
 * Shows a person what is kept of them.
 * @param context.k grants per account, threshold and epoch.
 * @throws AgeError ERR_NONCE, ERR_ACCOUNT, ERR_ASSERTION, ERR_STORE_UNAVAILABLE
 */
export async function readAccount(
  message: AccountMessage,
  context: AccountContext & { readonly grants: Grants; readonly k: number },
): Promise<AccountAnswer> {
  const { accounts, grants, k } = context;
  const { seen } = await recogniseForAct('read', message, context);
  const { id, thresholds, expires, passkeys } = await accounts.save(seen);
  const drawn = await grants.drawn(id);
  return {
    thresholds,
    expires,
    passkeys: passkeys.map(({ credentialId, counter }) => ({ credentialId: formatBase64url(credentialId), counter })),
    drawn: drawn.map((row) => ({ ...row, of: k })),
  };
}
