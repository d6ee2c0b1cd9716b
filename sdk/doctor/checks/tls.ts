import { isLoopback } from '../../protocol/index.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { type Network, Unreachable } from '../network.ts';
import type { Site } from '../site.ts';

const { ok, look, fault } = findingsOf('tls');
const DAY = 24 * 60 * 60;
/** Days left at which somebody should look, and at which it is late. */
const LOOK_DAYS = 14;
const FAULT_DAYS = 3;

const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'leads to an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'leads to an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without the one in between',
};

/** The certificate, its days, and where http leads. @param now Unix seconds */
export async function checkTls({ origin, page }: Site, network: Network, now: number): Promise<readonly Finding[]> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol === 'http:') {
    return isLoopback(hostname)
      ? [ok('http on this machine: nothing to encrypt.')]
      : [
          fault('The site speaks http.', {
            fix: 'Serve it by https: browsers keep none of its cookies otherwise.',
            setting: 'origin',
          }),
        ];
  }
  const found = judgeCertificate(page.certificate ?? { fault: 'none', expires: 0 }, now);
  return port === '' ? [found, await judgeHttp(hostname, network)] : [found];
}

function judgeCertificate(certificate: { fault: string | undefined; expires: number }, now: number): Finding {
  if (certificate.fault !== undefined) {
    const reason = REASONS[certificate.fault] ?? 'is not to be trusted';
    return fault(`The certificate ${reason} (${certificate.fault}).`, {
      fix: 'Renew or replace it where TLS ends, the server in front or the CDN.',
    });
  }
  const days = Math.floor((certificate.expires - now) / DAY);
  if (days > LOOK_DAYS) return ok(`The certificate is good for ${days} days.`);
  const sentence = `The certificate ends in ${days} days.`;
  const fix = 'See why it was not renewed: most tools do so 30 days before the end.';
  return days > FAULT_DAYS ? look(sentence, { fix }) : fault(sentence, { fix });
}

async function judgeHttp(hostname: string, network: Network): Promise<Finding> {
  try {
    const { status, headers } = await network({ origin: `http://${hostname}`, path: '/' });
    if (status >= 300 && status < 400 && headers.location?.startsWith('https://')) return ok('http leads to https.');
    return fault(`http answers ${status} and does not lead to https.`, {
      fix: 'Answer every request on port 80 with 301 or 308 to the same address by https.',
    });
  } catch (error) {
    if (error instanceof Unreachable) return ok('Nothing listens for http.');
    throw error;
  }
}
