import { verify } from 'node:crypto';
import { parseCertificate } from '@bauta/sdk/eu-wallet';
import { findListed } from '../../../sdk/eu-wallet/trusted-list.ts';
import { openList } from '../../../services/trusted-list/open-list.ts';
import { parseSigners } from '../../../services/trusted-list/pinned-signer.ts';
import type { Act } from '../act.ts';
import { measureP256 } from '../openssl.ts';
import { cpuMicros } from '../statistics.ts';

/** Bytes of the Commission's acceptance list of June 2026, and certificates in it. */
const SIZE = 69_104;
const CERTIFICATES = 12;

/** A whole check of a trusted list beside the RSA verification in it, and looking for a signer on the list. */
export const trustedList: Act = {
  name: 'trusted-list',
  async open({ count, isQuick }) {
    const { createListSigner, createProvider, provider, signList, writeList } = await import(
      '../../unit/trusted-list/signed-list.ts'
    );
    const signer = await createListSigner();
    const certificates = await Promise.all(Array.from({ length: CERTIFICATES }, (_, i) => createProvider(`p${i}`)));
    const providers = certificates.map((one) => provider({ certificates: [one] })).join('');
    const rest = SIZE - writeList({ providers }).length - signList('</TrustServiceStatusList>', signer).length;
    const list = writeList({ providers, legalNotice: 'A legal notice. '.repeat(Math.ceil(rest / 16)) });
    const xml = signList(list, signer);
    const options = { signers: parseSigners(signer.pem), production: true };
    const { list: trusted } = openList(xml, options);
    const leaf = parseCertificate(Buffer.from(certificates.at(-1) ?? '', 'base64'));
    const issued = parseCertificate(Buffer.from(await createProvider('p0'), 'base64'));
    const now = leaf.notBefore;
    const lists = Math.max(10, Math.round(count / 20));
    const [publicKey, value] = [options.signers[0]?.publicKey, Buffer.alloc(256)];
    if (!publicKey) throw new Error('a list without signer');
    const check = () =>
      cpuMicros(lists, async () => {
        for (let i = 0; i < lists; i++) openList(xml, options);
      });
    // Code that an attester runs for weeks is compiled.
    for (let warm = 0; warm < (isQuick ? 2 : 12); warm++) await check();
    return {
      plans: [
        { act: 'trusted list, whole check', limit: 'native RSA-2048 verify', of: ['listRsaVerify'] },
        { act: 'trusted list, listed leaf', limit: 'openssl P-256 verify', of: ['p256Verify'] },
        { act: 'trusted list, unlisted leaf', limit: 'openssl P-256 verify', of: ['p256Verify'] },
      ],
      async measure() {
        const bytes = Buffer.from(list);
        const times = 20 * lists;
        return {
          ...(await measureP256()),
          listRsaVerify: await cpuMicros(times, async () => {
            for (let i = 0; i < times; i++) verify('sha512', bytes.subarray(0, 1000), publicKey, value);
          }),
          'trusted list, whole check': await check(),
          'trusted list, listed leaf': await cpuMicros(times, async () => {
            for (let i = 0; i < times; i++) await findListed(leaf, trusted, now);
          }),
          'trusted list, unlisted leaf': await cpuMicros(times, async () => {
            for (let i = 0; i < times; i++) await findListed(issued, trusted, now);
          }),
        };
      },
      close() {},
      notes: () => [
        `trusted list: ${xml.length.toLocaleString('en')} bytes, ${trusted.certificates.length} certificates`,
      ],
    };
  },
};
