import 'reflect-metadata';
import { formatHex } from '@bauta/sdk/protocol';
import { CoseKey, type MdocContext } from '@owf/mdoc';
import * as x509 from '@peculiar/x509';

const refuse = (): never => {
  throw new Error('not used here');
};

/** What @owf/mdoc leaves to its caller, on WebCrypto and @peculiar/x509. */
export const mdocContext: MdocContext = {
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
