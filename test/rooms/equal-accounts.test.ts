import {
  eraseAccount,
  type MintKeys,
  mint,
  type PendingMint,
  readAccount,
  releaseShare,
  request,
} from '@bauta/sdk/client';
import { type AccountAct, AgeError, nameOf } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SoftwarePasskey } from '../flow/software-passkey.ts';
import { type House, openHouse, WEDNESDAY_NOON } from './house.ts';
import { addFurther, drawGrants, enrol, proveFor, readKeys } from './person.ts';

const WEEK = 7 * 24 * 3600;
/** Of two slots each, half of them in the second week; three of a week are granted. */
const DRAWS = 8;

/** What a room answered, without what is random: its form. */
interface Answered {
  readonly door: string;
  readonly status: number;
  readonly headers: readonly string[];
  readonly form: unknown;
}

let house: House;
let answers: Answered[] = [];

beforeAll(async () => {
  house = await openHouse({}, async (request, response) => {
    const { origin, pathname } = new URL(request.url);
    const isTold = origin === house?.origins.attester || origin === house?.origins.issuer;
    if (!isTold || request.method !== 'POST' || pathname.startsWith('/evidence')) return;
    const headers = [...response.headers.keys()].sort();
    const bytes = new Uint8Array(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    answers.push({
      door: pathname,
      status: response.status,
      headers,
      form: isJson ? formOf(JSON.parse(new TextDecoder().decode(bytes))) : bytes.length,
    });
  });
});
afterAll(() => house.close());

/** Values are their lengths, but for codes and counts, which are what they are; keys and their order stay. */
function formOf(value: unknown): unknown {
  if (typeof value === 'string') return /^ERR_|^https?:| /.test(value) ? value : value.length;
  if (Array.isArray(value)) return value.map(formOf);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([name, inner]) => [name, name === 'expires' ? 'a time' : formOf(inner)]);
  }
  return value;
}

/** A life in acts: enrols, draws until nothing is granted any more, reads, shares, adds a passkey, erases, tries again. */
function lifeOf(): readonly (() => Promise<unknown>)[] {
  const attester = nameOf(house.origins.attester);
  let passkey: SoftwarePasskey;
  const prove = (act: AccountAct) => proveFor(house, passkey, act);
  const drawAndMint = async (): Promise<void> => {
    const keys = await readKeys(house);
    const pending: PendingMint[] = await Promise.all(keys.slots.map((slot: MintKeys) => request(slot)));
    const outcomes = await drawGrants(house, passkey, keys.attester, pending);
    for (const [i, outcome] of outcomes.entries()) {
      if (!('grant' in outcome)) continue;
      const batch = { directory: keys.issuer, pending: pending[i] as PendingMint, grant: outcome.grant };
      await mint({ ...batch, fetch: house.fetch });
    }
  };
  return [
    async () => {
      passkey = await enrol(house);
    },
    ...Array.from({ length: DRAWS }, () => drawAndMint),
    async () => readAccount(attester, await prove('read'), house.fetch),
    async () => releaseShare(attester, await prove('share'), house.fetch),
    () => addFurther(house, passkey),
    async () => eraseAccount(attester, await prove('erase'), house.fetch),
    () => expect(drawAndMint()).rejects.toThrow(AgeError),
  ];
}

it('are treated alike in everything that attester and issuer answer, from enrolment to erasure', {
  timeout: 120_000,
}, async () => {
  const lives = [lifeOf(), lifeOf()];
  const told: Answered[][] = [[], []];
  for (const [act] of (lives[0] ?? []).entries()) {
    // A week passes in the middle of the draws.
    if (act === DRAWS / 2 + 1) await house.clock.set(WEDNESDAY_NOON + WEEK);
    for (const [person, life] of lives.entries()) {
      answers = told[person] as Answered[];
      await life[act]?.();
    }
  }
  const [first = [], second] = told;
  expect(first.length).toBeGreaterThan(30);
  // Some of it is a refusal, and that too is the same.
  expect(JSON.stringify(first)).toContain('ERR_QUOTA_EXCEEDED');
  expect(first.some(({ status }) => status === 401)).toBe(true);
  expect(second).toEqual(first);
});
