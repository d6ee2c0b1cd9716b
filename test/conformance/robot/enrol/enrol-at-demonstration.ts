import { type HeldToken, postJson } from '@bauta/sdk/client';
import { isLoopback, originOf } from '@bauta/sdk/protocol';
import { type Account, createAccount, registrationChallenge } from './account.ts';
import { type FoundRooms, findIssuerOf, findRooms } from './find-rooms.ts';
import { createRoomFetch, type RoomFetch } from './room-fetch.ts';
import { createSoftwarePasskey } from './software-passkey.ts';

/** Where to enrol: one of the two is enough, the rest is found. Origins. */
export interface EnrolAt {
  readonly issuer?: string;
  readonly wallet?: string;
  readonly fetch?: RoomFetch;
  /** Unix seconds by the rooms' clock; by this machine's unless given. */
  readonly now?: () => number;
}

const machineTime = (): number => Math.floor(Date.now() / 1000);

/**
 * Makes an account at the attester of a demonstration on this machine, whose simulated phone shows an adult.
 * @returns undefined where there is no such demonstration: nothing was shown to anybody then
 */
export async function enrolAtDemonstration({
  issuer,
  wallet,
  fetch = createRoomFetch(),
  now = machineTime,
}: EnrolAt): Promise<Account | undefined> {
  const rooms = await findDemonstration(issuer, wallet, fetch);
  const attester = rooms?.attesters[0];
  if (rooms?.wallet === undefined || rooms.phone === undefined || attester === undefined) return undefined;
  const origin = originOf(attester);
  if (!isLoopback(new URL(origin).hostname)) return undefined;

  const begun = asObject(await postJson(`${origin}/evidence/eu-wallet`, {}, fetch));
  await postJson(`${rooms.phone}/present`, { request: begun.request, person: 'adult' }, fetch);
  const session = String(begun.session);
  const result = asObject(await postJson(`${origin}/evidence/result`, { session }, fetch));
  if (result.state !== 'proved') return undefined;

  const passkey = createSoftwarePasskey(rooms.wallet);
  const registration = passkey.register(registrationChallenge(session));
  await postJson(`${origin}/accounts`, { session, registration }, fetch);
  return createAccount({ rooms, attester, passkey, fetch, now });
}

/**
 * Thirty tokens of each week and age that may be asked for now, from a demonstration on this machine.
 * @returns none where there is no such demonstration. @throws AgeError what attester or issuer refused
 */
export async function mintTokens(at: EnrolAt): Promise<readonly HeldToken[]> {
  const account = await enrolAtDemonstration(at);
  if (account === undefined) return [];
  const held: HeldToken[] = [];
  for (const slot of await account.slots()) held.push(...(await account.mint(slot)));
  return held;
}

async function findDemonstration(
  issuer: string | undefined,
  wallet: string | undefined,
  fetch: RoomFetch,
): Promise<FoundRooms | undefined> {
  const found = issuer === undefined ? undefined : await findRooms(issuer, fetch).catch(() => undefined);
  if (found !== undefined || wallet === undefined) return found;
  return findIssuerOf(wallet, fetch);
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : {};
