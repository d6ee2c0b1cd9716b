import { postJson } from '@bauta/sdk/client';
import { originOf } from '@bauta/sdk/protocol';
import { type Account, createAccount, registrationChallenge } from './account.ts';
import type { FoundRooms } from './find-rooms.ts';
import type { RoomFetch } from './room-fetch.ts';
import { createSoftwarePasskey } from './software-passkey.ts';

/** How often the attester is asked what came of it, and how many times: ten minutes. In ms. */
const PAUSE_MS = 3000;
const TIMES = 200;

/** Schemes that an age app answers to; nothing else is ever opened. */
const SCHEMES = new Set(['av:', 'haip-vp:', 'openid4vp:', 'eudi-openid4vp:']);

export interface EnrolPersonGiven {
  readonly rooms: FoundRooms;
  readonly fetch: RoomFetch;
  /** Of the attester's, an age app's: `eu-wallet` unless told. */
  readonly method?: string;
  /** Shows the person the link that their age app takes, in a browser they can see. */
  readonly show: (link: string) => Promise<void>;
  /** Waits in ms. */
  readonly wait: (ms: number) => Promise<void>;
  /** Unix seconds. */
  readonly now: () => number;
}

/**
 * An account for which a person shows their age once, with an app of their own. The suite sees no more of it than that it
 * was shown. @returns undefined when nothing was shown within ten minutes, or it was refused
 * @throws AgeError what the attester refused. @throws TypeError on a link that is no age app's
 */
export async function enrolPerson({
  rooms,
  fetch,
  method = 'eu-wallet',
  show,
  wait,
  now,
}: EnrolPersonGiven): Promise<Account | undefined> {
  const { wallet, attesters } = rooms;
  const attester = attesters[0];
  if (wallet === undefined || attester === undefined) return undefined;
  const origin = originOf(attester);
  const begun = asObject(await postJson(`${origin}/evidence/${method}`, {}, fetch));
  const link = String(begun.request);
  if (!URL.canParse(link) || !SCHEMES.has(new URL(link).protocol)) throw new TypeError('not a link of an age app');
  await show(link);
  const session = String(begun.session);
  if (!(await isProved(`${origin}/evidence/result`, session, fetch, wait))) return undefined;

  const passkey = createSoftwarePasskey(wallet);
  const registration = passkey.register(registrationChallenge(session));
  await postJson(`${origin}/accounts`, { session, registration }, fetch);
  return createAccount({ rooms, attester, passkey, fetch, now });
}

async function isProved(
  url: string,
  session: string,
  fetch: RoomFetch,
  wait: (ms: number) => Promise<void>,
): Promise<boolean> {
  for (let i = 0; i < TIMES; i++) {
    const { state } = asObject(await postJson(url, { session }, fetch));
    if (state !== 'waiting') return state === 'proved';
    await wait(PAUSE_MS);
  }
  return false;
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : {};
