import { randomInt } from 'node:crypto';
import { type HeldToken, type MintKeys, mint, type PendingMint, request, slotsToAsk } from '@bauta/sdk/client';
import { AgeError, type Directory, epochAt } from '@bauta/sdk/protocol';
import { createSoftwarePasskey, type SoftwarePasskey } from '../flow/software-passkey.ts';
import type { House } from '../rooms/house.ts';
import { drawGrants, post, proveAge, registrationChallengeOf } from '../rooms/person.ts';
import type { Provider } from './evidence-house.ts';

/** The ways of proving an age that a site must not be able to tell apart. */
export const SOURCES = ['eu-wallet', 'oidc-bank'] as const;
export type Source = (typeof SOURCES)[number];

/** Logs in at the provider and comes back with a code. @returns the attester's session. */
async function logIn(house: House, provider: Provider): Promise<string> {
  const { attester } = house.origins;
  const { answer: begun } = await post(house, `${attester}/evidence/oidc-bank`, {});
  const back = await house.fetch(`${attester}/evidence/oidc-bank/return?${provider.agree(begun.here)}`);
  const [, code = ''] = (back.headers.get('location') ?? '').split('#returned=');
  await post(house, `${attester}/evidence/result`, { session: begun.session, code });
  return begun.session;
}

/** An adult with an account at the attester of this house, who showed their age that way. */
export async function enrolBy(house: House, source: Source, provider: Provider): Promise<SoftwarePasskey> {
  const session = await (source === 'eu-wallet' ? proveAge(house) : logIn(house, provider));
  const passkey = createSoftwarePasskey(house.origins.wallet);
  const registration = passkey.register(registrationChallengeOf(session));
  const { status } = await post(house, `${house.origins.attester}/accounts`, { session, registration });
  if (status !== 201) throw new Error(`the account was answered ${status}`);
  return passkey;
}

/** Both directories, as a wallet has them. */
export interface Directories {
  readonly attester: Directory;
  readonly issuer: Directory;
}

/** A batch of this week's tokens, in no order. */
export async function fetchVisits(
  house: House,
  passkey: SoftwarePasskey,
  names: Pick<MintKeys, 'attester' | 'issuer'>,
  { attester, issuer }: Directories,
): Promise<HeldToken[]> {
  const now = house.clock.now();
  const slot = slotsToAsk(attester, issuer, now).find(({ epoch }) => epoch === epochAt(now));
  if (slot === undefined) throw new AgeError('ERR_SLOT');
  const pending: PendingMint = await request({ ...names, ...slot });
  const [outcome] = await drawGrants(house, passkey, attester, [pending]);
  if (!outcome || !('grant' in outcome)) throw new AgeError('ERR_FAULT', 'no grant');
  return shuffled(await mint({ directory: issuer, pending, grant: outcome.grant, fetch: house.fetch }));
}

/** Wallets take a token at random. */
export function shuffled<T>(items: readonly T[], draw: (below: number) => number = randomInt): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}
