import { isLoopback } from '@bauta/sdk/protocol';
import { type AuthorizationServer, allowInsecureRequests, customFetch, discoveryRequest } from 'oauth4webapi';
import { z } from 'zod';
import type { limitedFetch } from './limited-fetch.ts';
import type { ProviderRow } from './provider-row.ts';

const HOUR = 3600;

/** What may sign an id_token, whatever else a provider offers: no RSASSA-PKCS1-v1_5, no shared secret, no `none`. */
export const SIGNATURES: readonly string[] = ['ES256', 'PS256'];

/** How `oauth4webapi` asks this provider. */
export interface ProviderRequests {
  readonly [customFetch]: ReturnType<typeof limitedFetch>;
  /** For http on this machine, in development. */
  readonly [allowInsecureRequests]: boolean;
}

/** @returns how a provider is asked; http only where its issuer is on this machine */
export function requestsTo({ issuer }: ProviderRow, fetch: ReturnType<typeof limitedFetch>): ProviderRequests {
  const { protocol, hostname } = new URL(issuer);
  return { [customFetch]: fetch, [allowInsecureRequests]: protocol === 'http:' && isLoopback(hostname) };
}

/**
 * What a provider says of itself (OpenID Connect Discovery §4), read when it is first needed and once an hour, by one
 * request at a time. What could not be read or does not do is not kept: the next one who needs it asks again.
 * @returns the same object for an hour, to which the library ties the provider's keys. The function throws TypeError,
 * and what `fetch` throws.
 */
export function createMetadata(
  row: ProviderRow,
  requests: ProviderRequests,
): (now: number) => Promise<AuthorizationServer> {
  let held: { readonly server: AuthorizationServer; readonly readAt: number } | undefined;
  let reading: Promise<AuthorizationServer> | undefined;

  async function read(now: number): Promise<AuthorizationServer> {
    const answer = await discoveryRequest(new URL(row.issuer), requests);
    if (answer.status !== 200) throw new TypeError('the provider did not answer 200');
    const server = checkMetadata(await answer.json(), row, requests[allowInsecureRequests]);
    held = { server, readAt: now };
    return server;
  }

  return async (now) => {
    // A clock that was set back must not keep it for longer.
    if (held && Math.abs(now - held.readAt) < HOUR) return held.server;
    reading ??= read(now).finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

const address = z.string().max(2048);
const words = z.array(z.string().max(200)).max(200).optional();

const METADATA = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  userinfo_endpoint: address.optional(),
  pushed_authorization_request_endpoint: address.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  code_challenge_methods_supported: words,
  token_endpoint_auth_methods_supported: words,
});

/** The members that are used, and no others. @throws TypeError; the message holds nothing of them */
function checkMetadata(json: unknown, row: ProviderRow, isHttpGood: boolean): AuthorizationServer {
  const read = METADATA.safeParse(json);
  if (!read.success) throw new TypeError('metadata of another form');
  const {
    code_challenge_methods_supported: challenges,
    token_endpoint_auth_methods_supported: authentications,
    ...server
  } = read.data;
  // RFC 8414 §3.3, letter for letter: it is what an id_token is compared with.
  if (server.issuer !== row.issuer) throw new TypeError('metadata of another issuer');
  if (challenges && !challenges.includes('S256')) throw new TypeError('no PKCE with S256');
  if (authentications && !authentications.includes('private_key_jwt')) throw new TypeError('no private_key_jwt');
  if (row.from === 'userinfo' && server.userinfo_endpoint === undefined) throw new TypeError('no userinfo');
  for (const [member, value] of Object.entries(server)) {
    if (typeof value === 'string' && member !== 'issuer') checkAddress(value, isHttpGood);
  }
  return {
    ...Object.fromEntries(Object.entries(server).filter(([, value]) => value !== undefined)),
    issuer: server.issuer,
    // In place of the provider's own list, so that the library takes nothing else.
    id_token_signing_alg_values_supported: [...SIGNATURES],
  };
}

function checkAddress(text: string, isHttpGood: boolean): void {
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isSafe = protocol === 'https:' || (isHttpGood && protocol === 'http:' && isLoopback(hostname));
  if (!isSafe || username || password || hash) throw new TypeError('an address that is not plain https');
}
