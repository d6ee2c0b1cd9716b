import { afterEach, describe, expect, it } from 'vitest';
import { runFlow } from '../flow/flow.ts';
import { type House, type HouseChoices, openHouse } from '../rooms/house.ts';
import { nextWednesdayNoon, openElsewhere } from './rooms-elsewhere.ts';

const ATTESTER = { room: 'attester', durableObjects: { STORE: 'AttesterStore', SESSIONS: 'AgeStore' } } as const;
const ISSUER = { room: 'issuer', durableObjects: { STORE: 'IssuerStore' } } as const;

const DEPLOYMENTS: readonly { readonly name: string; readonly elsewhere: HouseChoices['elsewhere'] & object }[] = [
  { name: 'the attester', elsewhere: { attester: (given) => openElsewhere(ATTESTER, given) } },
  { name: 'the issuer', elsewhere: { issuer: (given) => openElsewhere(ISSUER, given) } },
  {
    name: 'attester and issuer',
    elsewhere: {
      attester: (given) => openElsewhere(ATTESTER, given),
      issuer: (given) => openElsewhere(ISSUER, given),
    },
  },
];

describe('the main job, with rooms in workerd and the others on Node', () => {
  let house: House | undefined;
  afterEach(async () => {
    await house?.close();
    house = undefined;
  }, 30_000);

  it.each(DEPLOYMENTS)('holds with $name on Workers', { timeout: 180_000 }, async ({ elsewhere }) => {
    house = await openHouse({}, undefined, { elsewhere, now: nextWednesdayNoon() });
    const report = await runFlow(house.origins, house.clock.now(), house.fetch);
    expect(report).toMatchObject({ ok: true, tokens: 60, refusals: [{ name: 'replay', status: 403 }] });
  });
});
