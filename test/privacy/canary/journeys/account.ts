import { eraseAccount, readAccount, releaseShare } from '@bauta/sdk/client';
import { nameOf } from '@bauta/sdk/protocol';
import type { SoftwarePasskey } from '../../../flow/software-passkey.ts';
import type { House } from '../../../rooms/house.ts';
import { addFurther, proveFor } from '../../../rooms/person.ts';

/** What a person can do with an account: each act with a yes of a passkey of its own. */
export const ACTS: Readonly<Record<string, (house: House, passkey: SoftwarePasskey) => Promise<unknown>>> = {
  'read the account': async (house, passkey) =>
    readAccount(nameOf(house.origins.attester), await proveFor(house, passkey, 'read'), house.fetch),
  'add a second passkey': (house, passkey) => addFurther(house, passkey),
  'open a wallet without PRF': async (house, passkey) =>
    releaseShare(nameOf(house.origins.attester), await proveFor(house, passkey, 'share'), house.fetch),
  'erase the account': async (house, passkey) =>
    eraseAccount(nameOf(house.origins.attester), await proveFor(house, passkey, 'erase'), house.fetch),
};
