import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Blinded,
  type Bytes,
  blind,
  blindingFrom,
  finalize,
  readTokenKey,
  type Slot,
  verifySignature,
} from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blindSign, signingKeyOf } from '../../../services/keys/blind-sign.ts';
import type { Pkcs11Program } from '../../../services/keys/pkcs11-program.ts';
import { type Pkcs11Key, type Pkcs11Keys, pkcs11Keys } from '../../../services/keys/pkcs11-signer.ts';
import { drawTokenKeyPair } from '../../../services/keys/token-key-pair.ts';
import { upTo } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';
import { hasSoftToken, makeSoftToken, type SoftToken } from './soft-token.ts';

const SLOT: Slot = { threshold: 18, epoch: '2026-W47', generation: 0 };
const message = (i: number): Bytes => new Uint8Array(256).fill(1 + i);
const random = (length: number): Bytes => new Uint8Array(randomBytes(length));
const keysOver = (run: Pkcs11Program['run']): Pkcs11Keys => pkcs11Keys({ run }, { room: 'issuer', random });

describe.skipIf(!hasSoftToken)(
  `keys in a token${hasSoftToken ? '' : ': softhsm2 and opensc are not installed'}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
    let token: SoftToken;
    let keys: Pkcs11Keys;
    let made: Pkcs11Key;
    beforeAll(async () => {
      token = makeSoftToken(folder);
      keys = keysOver((args, input) => token.program.run(args, input));
      made = await keys.create(SLOT);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('is made by the commands of the guide, and can do raw RSA', () => {
      expect(token.printed).toMatch(/RSA-X-509/);
    });

    it('makes a key of the canonical form, finds it by slot and id, and signs tokens that verify', async () => {
      const read = await readTokenKey(made.publicKey);
      expect(made.keyId).toEqual(read.id);
      const token = new Uint8Array(98).fill(3);
      const [{ blindedMessage, inverse }] = (await blind(read, [token], blindingFrom(random))) as [Blinded];
      const authenticator = await finalize(read, token, await made.signer.sign(blindedMessage), inverse);
      expect(await verifySignature(read, token, authenticator)).toBe(true);

      const found = await keys.slot(SLOT, made.id);
      expect(found?.publicKey).toEqual(made.publicKey);
      expect(await found?.signer.sign(message(1))).toEqual(await made.signer.sign(message(1)));
      for (const other of [
        { ...SLOT, generation: 1 },
        { ...SLOT, threshold: 15 },
      ]) {
        expect(await keys.slot(other, made.id)).toBeUndefined();
      }
      expect(await keys.slot(SLOT, '0'.repeat(32))).toBeUndefined();
      await expect(keys.slot(SLOT, '--delete-object')).rejects.toThrow(TypeError);
    });

    it('refuses what must not be signed before the token sees it', async () => {
      for (const blinded of [new Uint8Array(256), new Uint8Array(256).fill(255), new Uint8Array(255).fill(7)]) {
        expect(await outcome(made.signer.sign(blinded))).toBe('ERR_REQUEST_MALFORMED');
      }
    });

    it('keeps two keys of one slot apart, and destroys the one it is told to', async () => {
      const [one, other] = [await keys.create(SLOT), made];
      expect(one.publicKey).not.toEqual(other.publicKey);
      await keys.destroy(SLOT, one.id);
      await keys.destroy(SLOT, one.id);
      expect(await keys.slot(SLOT, one.id)).toBeUndefined();
      expect(await outcome(one.signer.sign(message(1)))).toBe('ERR_SLOT');
      expect(await other.signer.sign(message(1))).toBeInstanceOf(Uint8Array);
      const pubkeys = await token.program.run(['--list-objects', '--type', 'pubkey', '--id', one.id]);
      expect(Buffer.from(pubkeys ?? []).toString()).not.toContain(one.id);
    });

    it('never lets a private half out', async () => {
      // Some of these programs refuse, others say that all is well and write nothing.
      const output = await token.program.run(['--read-object', '--type', 'privkey', '--id', made.id]);
      expect(output ?? new Uint8Array()).toHaveLength(0);
      const listed = await token.program.run(['--list-objects', '--type', 'privkey']);
      expect(Buffer.from(listed ?? []).toString()).toMatch(/Access:.*\bsensitive\b.*\bnever extractable\b/);
    });

    it('refuses a key that could be taken out, and destroys it', async () => {
      const open = (args: readonly string[]) => args.map((arg) => (arg === '--sensitive' ? '--extractable' : arg));
      const count = async (): Promise<number> =>
        `${Buffer.from((await token.program.run(['--list-objects'])) ?? [])}`.split('label:').length;
      const before = await count();
      expect(await outcome(keysOver((args) => token.program.run(open(args))).create(SLOT))).toBe('ERR_FAULT');
      expect(await count()).toBe(before);
    });

    it('gives out no signature that the public key does not take', async () => {
      const wrong = keysOver(async (args, input) => {
        const output = await token.program.run(args, input);
        return args.includes('--sign') ? output?.map((byte, i) => (i === 255 ? byte ^ 1 : byte)) : output;
      });
      const found = await wrong.slot(SLOT, made.id);
      expect(await outcome(async () => found?.signer.sign(message(1)))).toBe('ERR_FAULT');
    });

    it('tries a wrong PIN once', async () => {
      const { run } = token.open('000000');
      const locked = keysOver(run);
      for (const _ of upTo(5)) expect(await outcome(locked.create(SLOT))).toBe('ERR_STORE_UNAVAILABLE');
      expect(await keys.slot(SLOT, made.id)).toMatchObject({ id: made.id });
    });

    it('is slow: signatures a second, beside this process', async () => {
      const inToken = await perSecond(20, (i) => made.signer.sign(message(i)));
      const own = signingKeyOf((await drawTokenKeyPair()).privateKey);
      const here = await perSecond(200, async (i) => blindSign(own, message(i % 100)));
      console.log(`signatures a second: ${inToken} in SoftHSM by pkcs11-tool, ${here} in this process`);
      expect(inToken).toBeGreaterThan(0);
    });
  },
);

async function perSecond(count: number, act: (i: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  for (const i of upTo(count)) await act(i);
  return Math.round((count / (performance.now() - begun)) * 10_000) / 10;
}
