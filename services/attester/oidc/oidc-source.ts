import { createHash } from 'node:crypto';
import { AgeError, type Bytes, check, type ErrorCode, formatBase64url, readUtf8, refuseAs } from '@bauta/sdk/protocol';
import {
  AuthorizationResponseError,
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type Client,
  calculatePKCECodeChallenge,
  clockSkew,
  getValidatedIdTokenClaims,
  type IDToken,
  PrivateKeyJwt,
  processAuthorizationCodeResponse,
  processPushedAuthorizationResponse,
  processUserInfoResponse,
  pushedAuthorizationRequest,
  type TokenEndpointResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';
import { createAdmission } from '../../admission.ts';
import { systemClock } from '../../clock.ts';
import type { Fetch } from '../../loopback.ts';
import type { Evidence, EvidenceSource } from '../evidence-source.ts';
import type { Pepper } from '../pepper.ts';
import { agesOfClaim } from './age-claims.ts';
import type { ClientKey } from './client-key.ts';
import { limitedFetch } from './limited-fetch.ts';
import { createMetadata, requestsTo } from './metadata.ts';
import type { ProviderRow } from './provider-row.ts';

/** Seconds by which the provider's clock may differ from ours; the library allows as many. */
const CLOCK_SKEW = 30;

const DAY = 86_400;

const machine = systemClock();

/**
 * Questions that one provider is asked to take at a time. Beginning costs whoever begins nothing, and the provider a request:
 * so many at once are more people than any of them logs in, and few enough that it is not ours that flood it.
 */
const QUESTIONS_AT_ONCE = 32;

/** The most bytes of the query that a browser comes back with. */
const ANSWER_MAX = 8192;

/** What a provider says when it is the person who did not go on (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6). */
const DECLINED: readonly string[] = [
  'access_denied',
  'login_required',
  'consent_required',
  'interaction_required',
  'account_selection_required',
];

/** What an OpenID provider's source needs around it. */
export interface OidcOptions {
  readonly row: ProviderRow;
  readonly clientKey: ClientKey;
  /** Ages in years that this attester grants. */
  readonly thresholds: readonly number[];
  readonly pepper: Pepper;
  readonly randomBytes: (length: number) => Bytes;
  readonly fetch: Fetch;
  /** Milliseconds for one answer of the provider; five seconds unless given. */
  readonly patienceMs?: number;
}

/** What is remembered of a question; nothing of it is a person's. */
interface Kept {
  /** The provider that was asked. */
  readonly provider: string;
  /** SHA-256 of `state`: the store holds no handle in clear. */
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnUrl: string;
  /** Unix seconds. */
  readonly begun: number;
}

/**
 * Evidence from an OpenID provider, a bank or an eID: the code flow with PKCE (RFC 7636), `private_key_jwt` and pushed
 * requests (RFC 9126) where the provider takes them. It is asked for one claim, which is reduced to thresholds in the
 * same call, and learns the attester's client id and return address.
 */
export function oidcSource(options: OidcOptions): EvidenceSource {
  const { row, clientKey, thresholds, pepper, randomBytes, fetch, patienceMs } = options;
  const requests = requestsTo(row, limitedFetch(fetch, patienceMs));
  const metadata = createMetadata(row, requests);
  const beginnings = createAdmission(QUESTIONS_AT_ONCE, 'as many questions are being asked as may be');
  const authentication = PrivateKeyJwt({ key: clientKey.key, kid: clientKey.kid });
  const fresh = (): string => formatBase64url(randomBytes(32));

  async function push(server: AuthorizationServer, client: Client, parameters: Parameters): Promise<Parameters> {
    const answer = await pushedAuthorizationRequest(server, client, authentication, parameters, requests);
    const { request_uri } = await processPushedAuthorizationResponse(server, client, answer);
    return { client_id: row.clientId, request_uri };
  }

  /** Exchanges the code. @returns what the provider signed, as it came, and the token for its userinfo */
  async function exchange(
    server: AuthorizationServer,
    client: Client,
    query: URLSearchParams,
    { nonce, verifier, returnUrl }: Kept,
  ): Promise<TokenEndpointResponse> {
    const answer = await under('ERR_OIDC_PROVIDER', 'no answer to the code', () =>
      authorizationCodeGrantRequest(server, client, authentication, query, returnUrl, verifier, requests),
    );
    check(answer.status === 200, 'ERR_OIDC_PROVIDER', 'the code was refused');
    return under('ERR_OIDC_ANSWER', 'the id_token does not hold', async () => {
      const tokens = await processAuthorizationCodeResponse(server, client, answer, {
        expectedNonce: nonce,
        maxAge: row.maxAge,
        requireIdToken: true,
      });
      await validateApplicationLevelSignature(server, answer, requests);
      return tokens;
    });
  }

  /** What the claim is looked up in. */
  async function claimsOf(
    server: AuthorizationServer,
    client: Client,
    { access_token }: TokenEndpointResponse,
    idToken: IDToken,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (row.from === 'id_token') return idToken;
    const answer = await under('ERR_OIDC_PROVIDER', 'no answer of userinfo', () =>
      userInfoRequest(server, client, access_token, requests),
    );
    check(answer.status === 200, 'ERR_OIDC_PROVIDER', 'userinfo was refused');
    // OpenID Connect Core §5.3.2: what is of another `sub` must not be used.
    return under('ERR_OIDC_ANSWER', 'userinfo does not hold', () =>
      processUserInfoResponse(server, client, idToken.sub, answer),
    );
  }

  return {
    name: `oidc-${row.name}`,
    label: row.label,
    ways: ['here'],

    async begin(_way, place, now) {
      const kept: Kept = {
        provider: row.name,
        state: hashOf(place.handle),
        nonce: fresh(),
        verifier: fresh(),
        returnUrl: place.returnUrl,
        begun: now,
      };
      const parameters = await parametersOf(row, kept, place.handle);
      const ask = async (): Promise<string> => {
        const server = await metadata(now);
        const isPushed = server.pushed_authorization_request_endpoint !== undefined;
        return addressOf(server, isPushed ? await push(server, clientAt(row, now), parameters) : parameters);
      };
      const request = await under('ERR_NOT_READY', 'the provider cannot be asked', () => beginnings.hold(1, ask));
      return { request, kept: JSON.stringify(kept) };
    },

    checkForm(body, kept) {
      readAnswer(body, restore(kept), row.name);
    },

    async complete(body, kept, now): Promise<Evidence> {
      const question = restore(kept);
      const answer = readAnswer(body, question, row.name);
      const client = clientAt(row, now);
      const server = await under('ERR_OIDC_PROVIDER', 'no metadata', () => metadata(now));
      const query = await under('ERR_OIDC_ANSWER', 'not from this provider', async () =>
        judgeAnswer(server, client, answer),
      );
      const tokens = await exchange(server, client, query, question);
      const idToken = getValidatedIdTokenClaims(tokens) as IDToken;
      checkIdToken(idToken, row, question, now);
      const claims = await claimsOf(server, client, tokens, idToken);
      const { claim } = row;
      const value = Object.hasOwn(claims, claim.name) ? claims[claim.name] : undefined;
      const ages = refuseAs('ERR_OIDC_AGE', () => agesOfClaim(value, { claim, thresholds, now }));
      check(ages.length > 0, 'ERR_OIDC_AGE', 'younger than every age that is granted');
      return {
        thresholds: ages,
        expires: now + row.lifetimeDays * DAY,
        once: await pepper.hashSubject(row.issuer, idToken.sub),
      };
    },
  };
}

type Parameters = Readonly<Record<string, string>>;

/** The authorization request (OpenID Connect Core §3.1.2.1): what the provider learns of us, all of it. */
async function parametersOf(
  row: ProviderRow,
  { nonce, verifier, returnUrl }: Kept,
  state: string,
): Promise<Parameters> {
  return {
    response_type: 'code',
    client_id: row.clientId,
    redirect_uri: returnUrl,
    scope: ['openid', ...row.scopes].join(' '),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    max_age: String(row.maxAge),
    claims: JSON.stringify({ [row.from]: { [row.claim.name]: { essential: true } } }),
    ...(row.acr.length === 0 ? {} : { acr_values: row.acr.join(' ') }),
  };
}

function addressOf({ authorization_endpoint }: AuthorizationServer, parameters: Parameters): string {
  const url = new URL(authorization_endpoint as string);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** The library reads the machine's clock: this is how far ours is ahead of it. */
function clientAt({ clientId }: ProviderRow, now: number): Client {
  return { client_id: clientId, [clockSkew]: now - machine.now() };
}

/**
 * The query of the address that a browser came back with, when it is an answer to this question.
 * @throws AgeError ERR_EVIDENCE_SESSION when it is not: it must not use the question up
 */
function readAnswer(body: Bytes, kept: Kept, provider: string): URLSearchParams {
  check(body.length <= ANSWER_MAX, 'ERR_EVIDENCE_SESSION', 'too long');
  const query = new URLSearchParams(refuseAs('ERR_EVIDENCE_SESSION', () => readUtf8(body)));
  const [state, ...more] = query.getAll('state');
  const isOurs = state !== undefined && more.length === 0 && hashOf(state) === kept.state && kept.provider === provider;
  check(isOurs, 'ERR_EVIDENCE_SESSION', 'the state of another question');
  check(query.has('code') !== query.has('error'), 'ERR_EVIDENCE_SESSION', 'neither a code nor an error');
  return query;
}

/** @throws AgeError for an answer that is an error, and as the library for one that is another provider's (RFC 9207) */
function judgeAnswer(server: AuthorizationServer, client: Client, answer: URLSearchParams): URLSearchParams {
  try {
    return validateAuthResponse(server, client, answer, answer.get('state') as string);
  } catch (error) {
    if (!(error instanceof AuthorizationResponseError)) throw error;
    const isDeclined = DECLINED.includes(error.error);
    throw new AgeError(isDeclined ? 'ERR_OIDC_DECLINED' : 'ERR_OIDC_PROVIDER', 'an error in place of a code');
  }
}

/** What the library leaves to us. @throws AgeError ERR_OIDC_ANSWER */
function checkIdToken(idToken: IDToken, { clientId, acr }: ProviderRow, { begun }: Kept, now: number): void {
  const { iat, auth_time: authTime = Number.POSITIVE_INFINITY, azp, sub } = idToken;
  const refuseUnless = (condition: boolean, cause: string): void => check(condition, 'ERR_OIDC_ANSWER', cause);
  refuseUnless(iat <= now + CLOCK_SKEW, 'issued in the future');
  refuseUnless(iat >= begun - CLOCK_SKEW, 'issued before the question');
  refuseUnless(authTime <= now + CLOCK_SKEW, 'a login in the future');
  refuseUnless(azp === undefined || azp === clientId, 'for somebody else');
  // OpenID Connect Core §2: at most 255 ASCII characters.
  refuseUnless(/^[ -~]{1,255}$/.test(sub), 'not a subject');
  refuseUnless(acr.length === 0 || acr.includes(String(idToken.acr)), 'another class of authentication');
}

/** Whatever goes wrong becomes one refusal: the library's errors hold what was sent. */
async function under<T>(code: ErrorCode, cause: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof AgeError ? error : new AgeError(code, cause);
  }
}

function restore(kept: string): Kept {
  return JSON.parse(kept) as Kept;
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}
