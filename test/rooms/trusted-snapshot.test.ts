import { readFileSync, rmSync } from 'node:fs';
import { DIRECTORY_PATH } from '@bauta/sdk/protocol';
import { openAttester } from '@bauta/services/attester/open-attester';
import type { Given } from '@bauta/services/standing';
import { afterEach, describe, expect, it } from 'vitest';
import { runFlow } from '../flow/flow.ts';
import { type House, openHouse, WEDNESDAY_NOON } from './house.ts';
import { LIST_URL, PUBLISHED, publish } from './list-publisher.ts';
import { post } from './person.ts';

const DAY = 86_400;

let house: House;
let given: Given<'attester'>;
let list: string;
/** What the publisher serves; nothing while it is away. */
let served: string | undefined;
afterEach(() => house.close());

const snapshot = (sequence: number, issued = WEDNESDAY_NOON, json = list): Promise<string> =>
  publish({ sequence, issued, expires: issued + 2 * DAY, list: json });

/** A house whose attester reads snapshots; the file of the list is gone. */
async function open(first: () => Promise<string | undefined>): Promise<void> {
  const elsewhere = {
    attester: async (asGiven: Given<'attester'>) => {
      list = readFileSync(asGiven.config.trustedList, 'utf8');
      rmSync(asGiven.config.trustedList);
      served = await first();
      given = { ...asGiven, fetch: async (...asked) => fetchList(asked[0]) ?? asGiven.fetch(...asked) };
      return openAttester(given);
    },
  };
  house = await openHouse(PUBLISHED, undefined, { elsewhere });
}

function fetchList(asked: string | URL | Request): Response | undefined {
  if (String(asked) !== LIST_URL) return undefined;
  return new Response(served ?? null, { status: served === undefined ? 503 : 200 });
}

async function restart(): Promise<void> {
  await house.doors.get(house.origins.attester)?.close?.();
  house.doors.set(house.origins.attester, await openAttester(given));
}

const begin = () => post(house, `${house.origins.attester}/evidence/eu-wallet`, {});
const flow = () => runFlow(house.origins, house.clock.now(), house.fetch);
const DONE = { ok: true, tokens: 60, refusals: [{ name: 'replay', status: 403 }] };
const NOT_READY = { status: 503, answer: { code: 'ERR_NOT_READY' } };
/** What the operator reads of lists. */
const said = () =>
  (house.logs.get('attester') ?? [])
    .map((line) => JSON.parse(line).event as string)
    .filter((event) => event.startsWith('trusted-list'));

describe('an attester that reads snapshots of the trusted list', () => {
  it('does the main job without a file, and goes on after a restart while the publisher is away', async () => {
    await open(() => snapshot(7));
    expect(await flow()).toMatchObject(DONE);
    served = undefined;
    await restart();
    expect(await flow()).toMatchObject(DONE);
    expect(said()).toEqual(['trusted-list-read', 'trusted-list-refused']);
  });

  it('refuses evidence before it has a list, and nothing else', async () => {
    await open(async () => undefined);
    expect(await begin()).toMatchObject(NOT_READY);
    for (const path of ['/healthz', DIRECTORY_PATH]) {
      const { status } = await house.fetch(house.origins.attester + path);
      expect([path, status]).toEqual([path, 200]);
    }
    expect((await post(house, `${house.origins.attester}/account/challenge`, {})).status).toBeLessThan(500);
    served = await snapshot(1);
    await house.jump(WEDNESDAY_NOON + 60);
    expect(await flow()).toMatchObject(DONE);
  });

  it('refuses evidence once the list is over, and leaves an open question open', async () => {
    await open(() => snapshot(7));
    const over = WEDNESDAY_NOON + 2 * DAY;
    await house.clock.set(over - 100);
    const begun = await begin();
    served = undefined;
    await house.clock.set(over);
    expect(await begin()).toMatchObject(NOT_READY);
    const show = () =>
      post(house, `${house.origins.phone}/present`, { request: begun.answer.request, person: 'adult' });
    expect((await show()).status).toBe(503);
    const state = async () =>
      (await post(house, `${house.origins.attester}/evidence/result`, { session: begun.answer.session })).answer;
    expect(await state()).toEqual({ state: 'waiting' });
    served = await snapshot(8, over);
    await house.clock.set(over + 60);
    expect((await show()).status).toBe(200);
    expect(await state()).toMatchObject({ state: 'proved' });
  });

  it('believes nobody who is not on the newest list, and no older list after a restart', async () => {
    await open(() => snapshot(7));
    served = await snapshot(8, WEDNESDAY_NOON, '{"certificates":[]}');
    await house.clock.set(WEDNESDAY_NOON + 2 * 3600);
    await expect(flow()).rejects.toThrow();
    served = await snapshot(7);
    await restart();
    await expect(flow()).rejects.toThrow();
    expect(said()).toEqual(['trusted-list-read', 'trusted-list-read', 'trusted-list-refused']);
  });
});
