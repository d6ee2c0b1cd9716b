import {
  formatBase64url,
  type PresentRequest,
  parseBase64url,
  readSiteChallenge,
  signProof,
} from '../protocol/index.ts';
import type { HeldToken } from './finalize.ts';

/** What the wallet posts: the two fields of the form. */
export interface PresentedToken {
  /** 472 characters. */
  readonly token: string;
  readonly dpop: string;
}

/**
 * Binds a token to the site that asks, by a proof of its holder key. Whoever calls has destroyed the stored token
 * already: it must never be shown twice.
 */
export async function present(
  { token, holder }: HeldToken,
  { redeem, challenge }: Pick<PresentRequest, 'redeem' | 'challenge'>,
): Promise<PresentedToken> {
  const text = formatBase64url(token);
  const { issuedAt } = readSiteChallenge(parseBase64url(challenge));
  return { token: text, dpop: await signProof({ key: holder, token: text, audience: redeem, challenge, issuedAt }) };
}
