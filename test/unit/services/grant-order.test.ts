import { createHash, randomBytes } from 'node:crypto';
import {
  AgeError,
  grantAssertionChallenge,
  parseBase64url,
  writeTokenKey,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import { memorySessions } from '@bauta/sdk/stores/memory';
import { beginGrant, type GrantContext, grant } from '@bauta/services/attester/grant';
import { checkRegistration } from '@bauta/services/attester/passkey';
import type { KeySlot } from '@bauta/services/storage/ports';
import { expect, it } from 'vitest';
import { createSoftwarePasskey } from '../../flow/software-passkey.ts';

const NOW = Date.UTC(2026, 10, 18, 12) / 1000;
const PLACE = { walletOrigin: 'https://wallet.example' };

it('a grant is claimed before it is signed, so that a signature that fails has cost its claim and no more', async () => {
  const acts: string[] = [];
  const passkey = createSoftwarePasskey(PLACE.walletOrigin);
  const registered = await checkRegistration(
    passkey.register(new Uint8Array(32)) as Parameters<typeof checkRegistration>[0],
    new Uint8Array(32),
    PLACE,
  );
  const publicKey = writeTokenKey(new Uint8Array(256).fill(0xff));
  const keyId = new Uint8Array(createHash('sha256').update(publicKey).digest());
  const slot: KeySlot = {
    threshold: 18,
    epoch: '2026-W47',
    generation: 0,
    publicKey,
    keyId,
    signer: {
      async sign() {
        acts.push('sign');
        throw new AgeError('ERR_FAULT');
      },
    },
  };
  const account = { id: new Uint8Array(16), passkeys: [registered], thresholds: [18], expires: NOW + 1 };
  const context: GrantContext = {
    accounts: { find: async () => account, save: async () => account, erase: async () => {} },
    grants: {
      async claim() {
        acts.push('claim');
        return true;
      },
      drawn: async () => [],
    },
    sessions: memorySessions({ now: () => NOW }),
    book: { slots: () => [slot], refresh: async () => true, proofs: () => ({}), checkWhole: () => {} },
    place: PLACE,
    k: 3,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
  };

  const nonce = parseBase64url((await beginGrant(context, NOW)).nonce);
  const request = writeTokenRequest({
    truncatedKeyId: keyId[31] as number,
    blindedMessage: new Uint8Array(256).fill(0x11),
  });
  const requests = [{ threshold: 18, epoch: '2026-W47', generation: 0, request }];
  const assertion = passkey.assert(await grantAssertionChallenge(nonce, requests));
  await expect(grant({ nonce, assertion, requests }, context, NOW)).rejects.toMatchObject({ code: 'ERR_FAULT' });
  expect(acts).toEqual(['claim', 'sign']);
});
