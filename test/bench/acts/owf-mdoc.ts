import { checkProofOfAge, openId4VpTranscript, parseTrustedList } from '@bauta/sdk/eu-wallet';
import { createDeviceKeys, issue } from '@bauta/services/phone/attestation';
import { createDeviceResponse, encodeDeviceResponse } from '@bauta/services/phone/present';
import { createTestPki } from '@bauta/services/phone/test-pki';
import { DeviceResponse, SessionTranscript } from '@owf/mdoc';
import { mdocContext } from '../../oracles/mdoc-context.ts';
import type { Act } from '../act.ts';
import { cpuMicros } from '../statistics.ts';

const RESPONSE_URI = 'https://attester.example/evidence/eu-wallet/0yd5M1Zk';
const AUDIENCE = {
  clientId: `redirect_uri:${RESPONSE_URI}`,
  responseUri: RESPONSE_URI,
  presentationNonce: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA',
};

/** A proof of age from an EU wallet, checked by @owf/mdoc with WebCrypto and @peculiar/x509 under it, and by ours. */
export const owfMdoc: Act = {
  name: 'owf-mdoc',
  async open({ now, count }) {
    const pki = await createTestPki(now);
    const keys = await createDeviceKeys();
    const attestation = await issue(pki.attestationProvider, { now, deviceKey: keys.publicKey });
    const response = await createDeviceResponse({ attestation, deviceKey: keys.privateKey }, AUDIENCE);
    const bytes = encodeDeviceResponse(response);
    const list = parseTrustedList(pki.trustedList, { production: false });
    const { certificates } = JSON.parse(pki.trustedList) as { certificates: { der: string }[] };
    const trustedCertificates = certificates.map(({ der }) => new Uint8Array(Buffer.from(der, 'base64url')));
    const { clientId, presentationNonce: nonce, responseUri } = AUDIENCE;
    const ours = async (): Promise<unknown> => {
      const sessionTranscript = await openId4VpTranscript(AUDIENCE);
      // A list of the same certificates that nobody has seen: theirs remembers no signer either.
      return checkProofOfAge(bytes, { sessionTranscript, trustedList: { ...list }, now });
    };
    const theirs = async (): Promise<unknown> => {
      const sessionTranscript = await SessionTranscript.forOid4Vp({ clientId, nonce, responseUri }, mdocContext);
      const terms = { sessionTranscript, trustedCertificates, now: new Date(now * 1000) };
      return DeviceResponse.decode(bytes).verify(terms, mdocContext);
    };
    const cost = (act: () => Promise<unknown>): Promise<number> =>
      cpuMicros(count, async () => {
        for (let i = 0; i < count; i++) await act();
      });
    await theirs();
    return {
      plans: [{ act: '@owf/mdoc, a proof of age', limit: 'ours, signer new', of: ['ours, a proof of age'] }],
      measure: async () => ({
        '@owf/mdoc, a proof of age': await cost(theirs),
        'ours, a proof of age': await cost(ours),
      }),
      close() {},
    };
  },
};
