import { createHmac } from 'node:crypto';
import { formatHex, writeUtf8 } from '@bauta/sdk/protocol';
import { createPepper } from '@bauta/services/attester/pepper';
import { describe, expect, it } from 'vitest';
import { figure } from '../../ports/figures.ts';

const SECRET = figure('pepper');
const PASSKEY = { credentialId: figure('id'), publicKey: figure('key') };

describe('the share of a passkey', () => {
  const share = (passkey = PASSKEY, secret = SECRET) => createPepper(secret).deriveShare(passkey);

  it('is HKDF-SHA-256 as RFC 5869 has it, step by step', async () => {
    const hmac = (key: Uint8Array, ...parts: Uint8Array[]): Buffer => {
      const mac = createHmac('sha256', key);
      for (const part of parts) mac.update(part);
      return mac.digest();
    };
    const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const info = Buffer.concat([
      writeUtf8('bauta/share/v1'),
      await sha256(PASSKEY.credentialId),
      await sha256(PASSKEY.publicKey),
    ]);
    const extracted = hmac(new Uint8Array(32), SECRET);
    expect(formatHex(await share())).toBe(hmac(extracted, info, Uint8Array.of(1)).toString('hex'));
  });

  it('is another for another pepper, credential id or key', async () => {
    const others = [
      await share(PASSKEY, figure('other pepper')),
      await share({ ...PASSKEY, credentialId: figure('other id') }),
      await share({ ...PASSKEY, publicKey: figure('other key') }),
      await share({ credentialId: PASSKEY.publicKey, publicKey: PASSKEY.credentialId }),
    ];
    expect(new Set([await share(), ...others].map(formatHex)).size).toBe(5);
  });

  it('takes ids and keys of any length that an authenticator makes', async () => {
    const long = { credentialId: new Uint8Array(1023), publicKey: new Uint8Array(4096) };
    expect(await share(long)).toHaveLength(32);
  });
});

it('evidence is recognised by HMAC(pepper, SHA-256(payload)), which keys with the pepper where a share does not', async () => {
  const payload = figure('payload');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', payload));
  const expected = createHmac('sha256', SECRET).update(digest).digest('hex');
  expect(formatHex(await createPepper(SECRET).hashPayload(payload))).toBe(expected);
});

describe('who logged in', () => {
  const hash = (issuer: string, subject: string, secret = SECRET) => createPepper(secret).hashSubject(issuer, subject);

  it('is recognised by HMAC(pepper, iss ‖ 0x00 ‖ sub)', async () => {
    const expected = createHmac('sha256', SECRET).update('https://id.example\u0000sub 1').digest('hex');
    expect(formatHex(await hash('https://id.example', 'sub 1'))).toBe(expected);
  });

  it('is another for another pepper, provider or person, and for what is cut elsewhere', async () => {
    const hashes = [
      await hash('https://id.example', '1'),
      await hash('https://id.example', '1', figure('other pepper')),
      await hash('https://id.exampl', 'e1'),
      await hash('https://id.example', '2'),
      await hash('https://id.example1', ''),
    ];
    expect(new Set(hashes.map(formatHex)).size).toBe(5);
  });
});
