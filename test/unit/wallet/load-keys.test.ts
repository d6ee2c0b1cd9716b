import { formatHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { loadKeys } from '../../../services/wallet/pages/stock/load-keys.ts';
import { actAsAttester } from './fake-attester.ts';
import { actAsIssuer } from './fake-issuer.ts';
import { createOfflineRoom, fetchFrom } from './fake-room.ts';
import { WEDNESDAY } from './world.ts';

const WALLET = 'http://wallet.localhost:4999';
const now = (): number => WEDNESDAY;
const [attesterRoom, issuerRoom] = [createOfflineRoom('attester'), createOfflineRoom('issuer')];
const attester = actAsAttester(attesterRoom, { now, wallet: WALLET });
actAsIssuer(issuerRoom, { now, wallet: WALLET, attester: () => attester });
const fetch = fetchFrom([attesterRoom, issuerRoom]);
const parties = { attester: attesterRoom.name, issuer: issuerRoom.name };

describe('the keys of a top-up', () => {
  it('are those that were proven, and a slot of another says why it is not asked for', async () => {
    const roles: string[] = [];
    const keys = await loadKeys(parties, {
      fetch,
      now,
      checkKeys: async (listed) =>
        listed.map(({ holder, directory }) => {
          roles.push(`${holder.role} ${holder.name}`);
          const [first, ...rest] = directory.keys;
          if (holder.role === 'attester' || !first) return { proven: directory.keys, refused: [] };
          return { proven: rest, refused: [{ key: first, code: 'ERR_LOG_PROOF' }] };
        }),
    });
    expect(roles).toEqual([`attester ${attesterRoom.name}`, `issuer ${issuerRoom.name}`]);
    expect(keys.attester.keys).toHaveLength(2);
    expect(keys.issuer.keys).toHaveLength(1);
    expect(keys.slots.map(({ refused }) => refused)).toEqual(['ERR_LOG_PROOF', undefined]);
    expect([...keys.refused.keys()]).not.toContain(formatHex(keys.issuer.keys[0]?.key.id ?? new Uint8Array(0)));
    expect(keys.refused.size).toBe(1);
  });

  it('are those that are listed where the wallet has no log', async () => {
    const keys = await loadKeys(parties, { fetch, now });
    expect(keys.issuer.keys).toHaveLength(2);
    expect(keys.refused.size).toBe(0);
  });
});
