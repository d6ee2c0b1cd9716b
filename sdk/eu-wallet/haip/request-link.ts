import { checkPublicUrl } from '../../protocol/names.ts';
import type { AccessCertificate } from './access-certificate.ts';

/** The schemes that EUDI wallets register. The first is HAIP's own (HAIP 1.0 §5.1). */
export const HAIP_SCHEMES = ['haip-vp', 'eudi-openid4vp', 'openid4vp'] as const;

export type HaipScheme = (typeof HAIP_SCHEMES)[number];

/**
 * The link that opens an EUDI wallet: whom the request is of, and where it can be fetched by POST (OpenID4VP 1.0 §5.10).
 * Apps register the host `authorize`, so it must stand there.
 * @throws TypeError on an address that is not plain https, or http on loopback.
 */
export function formatHaipLink(
  { clientId }: Pick<AccessCertificate, 'clientId'>,
  requestUrl: string,
  scheme: HaipScheme = 'haip-vp',
): string {
  checkPublicUrl(requestUrl);
  const parameters = { client_id: clientId, request_uri: requestUrl, request_uri_method: 'post' };
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${scheme}://authorize?${pairs.join('&')}`;
}
