import { type Fetch, fetchAccountNonce, releaseShare } from '@bauta/sdk/client';
import { AgeError, accountAssertionChallenge } from '@bauta/sdk/protocol';
import { wrapOf } from '../keep/vault.ts';
import type { Passkeys } from './passkey.ts';
import { openWith, type Unlock } from './unlock.ts';

/**
 * By a passkey without a secret of its own, and the share that its attester releases for it: protocol.md §5.
 * @param attester its name.
 */
export function unlockOnline(attester: string, passkeys: Passkeys, fetch: Fetch): Unlock {
  return async (wraps, signal) => {
    const own = wraps.filter((wrap) => wrap.local !== undefined && wrap.attester === attester);
    if (own.length === 0) return { kind: 'locked' };
    const bound: Fetch = (url, init) => fetch(url, { ...init, signal });
    try {
      const nonce = await fetchAccountNonce(attester, bound);
      const challenge = await accountAssertionChallenge(nonce, 'share');
      const passkeyIds = own.map(({ credentialId }) => credentialId);
      const answer = await passkeys.ask(challenge, passkeyIds, signal);
      if (!answer) return { kind: 'declined' };
      answer.prf?.fill(0);
      const { credentialId, assertion } = answer;
      const local = wrapOf(own, credentialId)?.local;
      if (!local) return { kind: 'locked' };
      const share = await releaseShare(attester, { nonce, assertion }, bound);
      return await openWith(own, { credentialId, local, share });
    } catch (error) {
      if (signal.aborted) return { kind: 'declined' };
      if (error instanceof AgeError) return { kind: 'failed', code: error.code };
      throw error;
    }
  };
}
