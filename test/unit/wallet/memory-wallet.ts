import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { PendingRecord, TokenRecord, WrapRecord } from '@bauta/sdk/client';
import { type Bytes, formatBase64url, formatHex } from '@bauta/sdk/protocol';
import { outdated, type RecentRecord } from '../../../services/wallet/pages/keep/recent.ts';
import type { WalletStore } from '../../../services/wallet/pages/keep/store.ts';
import type { Passkeys } from '../../../services/wallet/pages/passkey/passkey.ts';

/** The wallet's store over maps: the same promises, while the process lives. */
export function createMemoryStore(): WalletStore & {
  readonly tokens: Map<string, TokenRecord>;
  readonly recent: Map<string, RecentRecord>;
} {
  const recent = new Map<string, RecentRecord>();
  const wraps = new Map<string, WrapRecord>();
  const tokens = new Map<string, TokenRecord>();
  const pending = new Map<string, PendingRecord>();
  return {
    tokens,
    recent,
    readWraps: async () => [...wraps.values()],
    async saveWrap(wrap, replaced) {
      for (const { credentialId } of replaced) wraps.delete(formatHex(credentialId));
      wraps.set(formatHex(wrap.credentialId), wrap);
    },
    readTokens: async () => [...tokens.values()],
    async takeToken(choose, visit) {
      const chosen = choose([...tokens.values()], [...recent.values()]);
      if (!chosen) return undefined;
      tokens.delete(formatHex(chosen.id));
      if (visit) {
        for (const { mac } of outdated([...recent.values()], visit.at, 1)) recent.delete(formatHex(mac));
        recent.set(formatHex(visit.mac), visit);
      }
      return chosen;
    },
    async saveRecent(visit) {
      recent.set(formatHex(visit.mac), visit);
    },
    async forgetRecent(now, gone) {
      if (gone) recent.delete(formatHex(gone));
      for (const { mac } of outdated([...recent.values()], now)) recent.delete(formatHex(mac));
    },
    readPending: async () => [...pending.values()],
    async savePending(records) {
      for (const record of records) pending.set(formatHex(record.id), record);
    },
    async finishPending(id, finished) {
      for (const token of finished) tokens.set(formatHex(token.id), token);
      pending.delete(formatHex(id));
    },
    sweep: async () => 0,
    async clear() {
      for (const map of [wraps, tokens, pending, recent]) map.clear();
    },
  };
}

/** One passkey in software: ES256, with the same PRF secret each time. */
export interface SoftPasskeys extends Passkeys {
  /** Every gesture so far. */
  readonly asked: Bytes[];
  /** What the next gestures come to. */
  behaves: 'well' | 'declines' | 'without-prf';
}

export function createSoftPasskeys(origin: string): SoftPasskeys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const secret = randomBytes(32);
  const credentialId = new Uint8Array(randomBytes(16));
  const id = formatBase64url(credentialId);
  const clientData = (type: string, challenge: Uint8Array): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge: formatBase64url(challenge), origin, crossOrigin: false }));
  const encode = (buffer: Buffer): string => formatBase64url(new Uint8Array(buffer));
  const passkeys: SoftPasskeys = {
    asked: [],
    behaves: 'well',
    async make(challenge) {
      const coordinate = (value: string | undefined): Buffer => Buffer.from(value as string, 'base64url');
      const cose = [Buffer.from('215820', 'hex'), coordinate(jwk.x), Buffer.from('225820', 'hex'), coordinate(jwk.y)];
      return {
        credentialId,
        registration: {
          id,
          rawId: id,
          type: 'public-key',
          response: {
            clientDataJSON: encode(clientData('webauthn.create', challenge)),
            attestationObject: encode(Buffer.concat(cose)),
          },
        },
        hasPrf: passkeys.behaves !== 'without-prf',
        prf: undefined,
      };
    },
    async ask(challenge) {
      passkeys.asked.push(challenge);
      if (passkeys.behaves === 'declines') return undefined;
      const clientDataJSON = clientData('webauthn.get', challenge);
      const authenticatorData = Buffer.alloc(37);
      authenticatorData[32] = 0x05;
      const signer = createSign('sha256');
      signer.update(authenticatorData).update(createHash('sha256').update(clientDataJSON).digest());
      return {
        credentialId,
        assertion: {
          id,
          rawId: id,
          type: 'public-key',
          response: {
            clientDataJSON: encode(clientDataJSON),
            authenticatorData: encode(authenticatorData),
            signature: encode(signer.sign(privateKey)),
          },
        },
        prf: passkeys.behaves === 'without-prf' ? undefined : new Uint8Array(secret),
      };
    },
  };
  return passkeys;
}
