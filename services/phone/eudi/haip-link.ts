import { AgeError, check, checkPublicUrl } from '@bauta/sdk/protocol';

/** What the link of a presentation verifier says: whom it is of, and where the request stands. */
export interface HaipLink {
  readonly clientId: string;
  readonly requestUri: string;
  readonly method: 'get' | 'post';
}

/** The schemes of EUDI wallets (HAIP 1.0 §5.1 and what is in use). Their filters want the host `authorize`. */
const SCHEMES = ['haip-vp', 'eudi-openid4vp', 'openid4vp'];

const PARAMETERS = ['client_id', 'request_uri', 'request_uri_method'];

/** Whether `link` is one that leads to a signed request. Whether it is a good one is not said. */
export function isHaipLink(link: string): boolean {
  const [scheme = ''] = link.split('://');
  return SCHEMES.includes(scheme) && /[?&]request_uri=/.test(link);
}

/**
 * Reads `haip-vp://authorize?client_id=…&request_uri=…&request_uri_method=…`, and nothing beside.
 * @throws AgeError ERR_PRESENT_REQUEST.
 */
export function parseHaipLink(link: string): HaipLink {
  const [start = '', query = ''] = link.split('?', 2);
  const isKnown = SCHEMES.some((scheme) => start === `${scheme}://authorize`);
  check(isKnown && link.length <= 4096, 'ERR_PRESENT_REQUEST', 'not a link of a presentation verifier');
  const pairs = [...new URLSearchParams(query)];
  const given = new Map(pairs);
  const isStrict = given.size === pairs.length && pairs.every(([name]) => PARAMETERS.includes(name));
  check(isStrict, 'ERR_PRESENT_REQUEST', 'a parameter is doubled or unknown');
  const clientId = given.get('client_id') ?? '';
  check(/^x509_hash:[\w-]{43}$/.test(clientId), 'ERR_PRESENT_REQUEST', 'a client id other than x509_hash');
  const requestUri = given.get('request_uri') ?? '';
  try {
    checkPublicUrl(requestUri);
  } catch {
    throw new AgeError('ERR_PRESENT_REQUEST', 'a request URI that is neither https nor on this machine');
  }
  const method = given.get('request_uri_method') ?? 'get';
  check(method === 'get' || method === 'post', 'ERR_PRESENT_REQUEST', 'an unknown method of the request URI');
  return { clientId, requestUri, method };
}
