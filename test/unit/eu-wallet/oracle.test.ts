import 'reflect-metadata';
import { openId4VpTranscript } from '@bauta/sdk/eu-wallet';
import { formatHex } from '@bauta/sdk/protocol';
import { DeviceResponse, SessionTranscript } from '@owf/mdoc';
import { describe, expect, it } from 'vitest';
import { createDeviceKeys } from '../../../services/phone/attestation.ts';
import { mdocContext } from '../../oracles/mdoc-context.ts';
import { audience, DAY, NOW, pki, type Show, show } from './holder.ts';

const authority = Buffer.from(
  (JSON.parse(pki.trustedList) as { certificates: [{ der: string }] }).certificates[0].der,
  'base64',
);
async function judge(options: Show = {}): Promise<string> {
  const sessionTranscript = await SessionTranscript.forOid4Vp(
    { clientId: audience.clientId, nonce: audience.presentationNonce, responseUri: audience.responseUri },
    mdocContext,
  );
  try {
    await DeviceResponse.decode(await show(options)).verify(
      { sessionTranscript, trustedCertificates: [authority], now: new Date(NOW * 1000) },
      mdocContext,
    );
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('@owf/mdoc, which shares no code with us', () => {
  it('computes the same transcript', async () => {
    const { clientId, presentationNonce: nonce, responseUri } = audience;
    const theirs = await SessionTranscript.forOid4Vp({ clientId, nonce, responseUri }, mdocContext);
    expect(formatHex(theirs.encode())).toBe(formatHex(await openId4VpTranscript(audience)));
  });

  it('accepts what our test provider issues and our phone shows', async () => {
    expect(await judge()).toBe('accepted');
  });

  it('refuses the same for another nonce, from another device, and when it has expired', async () => {
    const otherKeys = await createDeviceKeys();
    const validity = { signed: NOW - 9 * DAY, validFrom: NOW - 9 * DAY, validUntil: NOW - DAY };
    expect(await judge({ audience: { presentationNonce: 'other' } })).toContain('Device signature must be valid');
    expect(await judge({ deviceKey: otherKeys.privateKey })).toContain('Device signature must be valid');
    expect(await judge({ issue: { validity } })).toContain('valid at the time of verification');
  });
});
