import { randomBytes } from 'node:crypto';
import type { WrapRecord } from '@bauta/sdk/client';
import type { Bytes } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWrapRecord } from '../../../services/wallet/pages/keep/stored-shapes.ts';
import { drawDataKey, drawLocal, openDataKey, wrapFor } from '../../../services/wallet/pages/keep/vault.ts';

const draw = (length: number): Bytes => new Uint8Array(randomBytes(length));
const ATTESTER = 'attester.example';

describe('the vault', () => {
  it('opens to passkeys with and without a secret of their own, with one data key for all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), async (kinds) => {
        const dataKey = drawDataKey();
        const passkeys = kinds.map((hasPrf) => ({
          credentialId: draw(20),
          hasPrf,
          secret: draw(32),
          local: drawLocal(),
        }));
        const secretOf = ({ credentialId, hasPrf, secret, local }: (typeof passkeys)[number]) =>
          hasPrf ? { credentialId, prf: secret.slice() } : { credentialId, local, share: secret.slice() };
        const wraps: WrapRecord[] = [];
        for (const one of passkeys) wraps.push(await wrapFor(dataKey, secretOf(one), ATTESTER));
        for (const [i, one] of passkeys.entries()) {
          expect('local' in (wraps[i] as WrapRecord)).toBe(!one.hasPrf);
          expect(isWrapRecord(wraps[i])).toBe(true);
          expect(await openDataKey(wraps, secretOf(one))).toEqual(dataKey);
        }
        const stranger = { credentialId: draw(20), prf: draw(32) };
        expect(await openDataKey(wraps, stranger)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('keeps nothing of what opened it, and the local half as it was', async () => {
    const [prf, share, local] = [draw(32), draw(32), drawLocal()];
    const before = local.slice();
    const dataKey = drawDataKey();
    const zeros = new Uint8Array(32);
    const own = await wrapFor(dataKey, { credentialId: draw(20), prf }, ATTESTER);
    const helped = await wrapFor(dataKey, { credentialId: draw(20), local, share }, ATTESTER);
    expect([prf, share]).toEqual([zeros, zeros]);
    const again = draw(32);
    await expect(openDataKey([helped], { credentialId: helped.credentialId, local, share: again })).rejects.toThrow();
    expect(again).toEqual(zeros);
    expect([local, helped.local]).toEqual([before, before]);
    expect(own).not.toHaveProperty('local');
  });

  it('opens to nothing when a wrap was edited, or one kind was made to look like the other', async () => {
    const [credentialId, prf, share, local] = [draw(20), draw(32), draw(32), drawLocal()];
    const dataKey = drawDataKey();
    const own = await wrapFor(dataKey, { credentialId, prf: prf.slice() }, ATTESTER);
    const helped = await wrapFor(dataKey, { credentialId, local, share: share.slice() }, ATTESTER);
    const flip = (bytes: Bytes): Bytes => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) as Bytes;
    const { local: _gone, ...stripped } = helped;
    const byPrf = (wrap: WrapRecord) => openDataKey([wrap], { credentialId, prf: prf.slice() });
    const byShare = (wrap: WrapRecord) =>
      openDataKey([wrap], { credentialId, local: wrap.local ?? local, share: share.slice() });
    expect(await byPrf(own)).toEqual(dataKey);
    expect(await byShare(helped)).toEqual(dataKey);
    for (const open of [
      () => byPrf({ ...own, ct: flip(own.ct) }),
      () => byPrf({ ...own, iv: flip(own.iv) }),
      () => byPrf(stripped),
      () => byShare({ ...own, local }),
      () => byShare({ ...helped, local: flip(local) }),
      () => byShare({ ...helped, ct: own.ct, iv: own.iv }),
    ]) {
      await expect(open()).rejects.toMatchObject({ code: 'ERR_RECORD' });
    }
  });
});
