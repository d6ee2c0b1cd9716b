import 'reflect-metadata';
import { openId4VpTranscript } from '@bauta/sdk/eu-wallet';
import { formatHex } from '@bauta/sdk/protocol';
import { CoseKey, DeviceResponse, type MdocContext, SessionTranscript } from '@owf/mdoc';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { createDeviceKeys } from '../../../services/phone/attestation.ts';
import { audience, DAY, NOW, pki, type Show, show } from './holder.ts';

const authority = Buffer.from(
  (JSON.parse(pki.trustedList) as { certificates: [{ der: string }] }).certificates[0].der,
  'base64',
);
const refuse = (): never => {
  throw new Error('not used here');
};

/** What @owf/mdoc leaves to its caller, on WebCrypto and @peculiar/x509. */
const context: MdocContext = {
  crypto: {
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    digest: async ({ digestAlgorithm, bytes }) =>
      new Uint8Array(await crypto.subtle.digest(digestAlgorithm, Uint8Array.from(bytes))),
    calculateEphemeralMacKey: refuse,
  },
  cose: {
    sign1: {
      sign: refuse,
      verify: async ({ key, sign1 }) => {
        const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
        const { kty, crv, x, y } = key.jwk;
        const imported = await crypto.subtle.importKey('jwk', { kty, crv, x, y } as JsonWebKey, algorithm, false, [
          'verify',
        ]);
        return crypto.subtle.verify(
          algorithm,
          imported,
          Uint8Array.from(sign1.signature),
          Uint8Array.from(sign1.toBeSigned),
        );
      },
    },
    mac0: { sign: refuse, verify: refuse },
  },
  x509: {
    getIssuerNameField: ({ certificate, field }) =>
      new x509.X509Certificate(Uint8Array.from(certificate)).issuerName.getField(field),
    getPublicKey: async ({ certificate }) => {
      const key = await new x509.X509Certificate(Uint8Array.from(certificate)).publicKey.export();
      return CoseKey.fromJwk((await crypto.subtle.exportKey('jwk', key)) as Record<string, unknown>);
    },
    verifyCertificateChain: async ({ trustedCertificates, x5chain, now }) => {
      const [leaf] = x5chain.map((der) => new x509.X509Certificate(Uint8Array.from(der)));
      for (const der of trustedCertificates) {
        const parent = new x509.X509Certificate(Uint8Array.from(der));
        if (await leaf?.verify({ publicKey: parent.publicKey, date: now ?? new Date() })) return;
      }
      throw new Error('not trusted');
    },
    getCertificateData: async ({ certificate }) => {
      const read = new x509.X509Certificate(Uint8Array.from(certificate));
      return {
        issuerName: read.issuer,
        subjectName: read.subject,
        serialNumber: read.serialNumber,
        thumbprint: formatHex(new Uint8Array(await read.getThumbprint())),
        notBefore: read.notBefore,
        notAfter: read.notAfter,
        pem: read.toString('pem'),
      };
    },
  },
};

async function judge(options: Show = {}): Promise<string> {
  const sessionTranscript = await SessionTranscript.forOid4Vp(
    { clientId: audience.clientId, nonce: audience.presentationNonce, responseUri: audience.responseUri },
    context,
  );
  try {
    await DeviceResponse.decode(await show(options)).verify(
      { sessionTranscript, trustedCertificates: [authority], now: new Date(NOW * 1000) },
      context,
    );
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('@owf/mdoc, which shares no code with us', () => {
  it('computes the same transcript', async () => {
    const { clientId, presentationNonce: nonce, responseUri } = audience;
    const theirs = await SessionTranscript.forOid4Vp({ clientId, nonce, responseUri }, context);
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
