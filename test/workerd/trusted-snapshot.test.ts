import { readFileSync } from 'node:fs';
import { DIRECTORY_PATH } from '@bauta/sdk/protocol';
import type { Given } from '@bauta/services/standing';
import { afterEach, describe, expect, it } from 'vitest';
import { runFlow } from '../flow/flow.ts';
import { type House, openHouse } from '../rooms/house.ts';
import { LIST_URL, PUBLISHED, publish } from '../rooms/list-publisher.ts';
import { post } from '../rooms/person.ts';
import { nextWednesdayNoon, openElsewhere } from './rooms-elsewhere.ts';
import type { RunningWorker } from './start-worker.ts';

const ATTESTER = { room: 'attester', durableObjects: { STORE: 'AttesterStore', SESSIONS: 'AgeStore' } } as const;

let house: House;
let worker: RunningWorker;
let list: string;
/** What the publisher serves; nothing while it is away. */
let served: string | undefined;
let asked = 0;
afterEach(() => house?.close(), 30_000);

async function open(): Promise<void> {
  const attester = async (given: Given<'attester'>) => {
    list = readFileSync(given.config.trustedList, 'utf8');
    const fetch: Given<'attester'>['fetch'] = async (url, init) => {
      if (!(url instanceof Request) || url.url !== LIST_URL) return given.fetch(url, init);
      asked += 1;
      return new Response(served ?? null, { status: served === undefined ? 503 : 200 });
    };
    // The file of the list is not looked at: nobody could read this one.
    const bindings = { ...PUBLISHED, TRUSTED_LIST: '{}' };
    return openElsewhere({ ...ATTESTER, bindings }, { ...given, fetch }, (started) => {
      worker = started;
    });
  };
  house = await openHouse({}, undefined, { elsewhere: { attester }, now: nextWednesdayNoon() });
}

const snapshot = (sequence: number, json = list): Promise<string> => {
  const issued = house.clock.now();
  return publish({ sequence, issued, expires: issued + 86_400, list: json });
};

/** Isolates and objects begin anew, with what was stored; then a minute's work is done. */
async function restart(): Promise<void> {
  await worker.restart();
  expect(await worker.schedule(Math.floor(Date.now() / 1000))).toBe('ok');
}

const flow = () => runFlow(house.origins, house.clock.now(), house.fetch);
const begin = async () => {
  const { status, answer } = await post(house, `${house.origins.attester}/evidence/eu-wallet`, {});
  return [status, answer.code];
};

describe('an attester on Workers that reads snapshots of the trusted list', () => {
  it('refuses evidence alone without one, does the main job with one, and never goes back', {
    timeout: 240_000,
  }, async () => {
    await open();
    expect(await begin()).toEqual([503, 'ERR_NOT_READY']);
    expect((await house.fetch(house.origins.attester + DIRECTORY_PATH)).status).toBe(200);

    served = await snapshot(7);
    await restart();
    expect(await flow()).toMatchObject({ ok: true, tokens: 60, refusals: [{ name: 'replay', status: 403 }] });

    // An older list, on which nobody is.
    served = await snapshot(6, '{"certificates":[]}');
    const before = asked;
    await restart();
    expect(asked).toBe(before + 1);
    expect(await flow()).toMatchObject({ ok: true });

    served = await snapshot(8, '{"certificates":[]}');
    await restart();
    expect(await begin()).toEqual([201, undefined]);
    await expect(flow()).rejects.toThrow();
    // In the requests of visitors nothing was read.
    expect(asked).toBe(before + 2);
  });
});
