import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Adapter, type Context, type Interaction, Provider } from 'oidc-provider';
import { memoryAdapters } from './memory-adapters.ts';
import { consentPage, failedPage } from './page/consent.ts';
import { claimsOfCustomer } from './person.ts';
import { findClient, type RegisteredClient } from './registered-clients.ts';
import { languageOf } from './text/text.ts';

/** What the simulated bank needs of the world. */
export interface BankOptions {
  /** Its origin, which is its issuer identifier. */
  readonly origin: string;
  /** Where attesters send people back to: a form's answer may lead there. */
  readonly walletOrigin: string;
  /** Where clients are registered. */
  readonly dataDir: string;
  /** Unix seconds. */
  readonly now: () => number;
  /** 32 bytes in base64url, fresh at each start: what signs its cookies. */
  readonly cookieKey: string;
  /** Told of an error that is nobody's refusal. */
  readonly onFault: (error: unknown) => void;
}

/** The most bytes of the form of its page. */
const FORM_MAX = 1024;

const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const STYLE = readFileSync(new URL('./page/page.css', import.meta.url), 'utf8');

/**
 * A simulated bank as OpenID provider, for demonstration: pushed requests alone, PKCE, `private_key_jwt`, id_tokens
 * signed with an ES256 key that lives as long as the process. It knows a date of birth and no name.
 */
export function createBank(options: BankOptions): Provider {
  const { origin, dataDir, now, cookieKey, onFault } = options;
  const inMemory = memoryAdapters(now);
  const provider = new Provider(origin, {
    adapter: (model: string): Adapter => (model === 'Client' ? clientsIn(dataDir) : inMemory(model)),
    jwks: { keys: [signingKey()] },
    cookies: { keys: [cookieKey] },
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256'], idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub'], birthdate: null },
    findAccount: (_: unknown, id: string) => {
      const claims = claimsOfCustomer(id, now());
      return claims && { accountId: id, claims: () => claims };
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      claimsParameter: { enabled: true },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    },
    pkce: { required: () => true, methods: ['S256'] },
    clientBasedCORS: () => false,
    interactions: { url: (_: unknown, { uid }: Interaction) => `/interaction/${uid}` },
    // Each question is answered by a person, however often they agreed before.
    loadExistingGrant: ({ oidc }: { oidc: { result?: { consent?: { grantId?: string } }; provider: never } }) => {
      const grantId = oidc.result?.consent?.grantId;
      return grantId && (oidc.provider as { Grant: { find(id: string): unknown } }).Grant.find(grantId);
    },
    renderError: (context: Context) => showPage(context, options, failedPage({ language: languageAt(context) })),
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 300, Interaction: 300, Session: 600, Grant: 300 },
  });
  // What a fault says may hold what was sent.
  provider.app.silent = true;
  provider.on('server_error', (_, error) => onFault(error));
  provider.use(async (context, next) => {
    for (const [name, value] of Object.entries(HEADERS)) context.set(name, value);
    const door = PAGES.find(({ method, path }) => method === context.method && path.test(context.path));
    await (door ? door.answer(context, provider, options) : next());
  });
  return provider;
}

interface Page {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (context: Context, provider: Provider, options: BankOptions) => void | Promise<void>;
}

const PAGES: readonly Page[] = [
  {
    method: 'GET',
    path: /^\/page\.css$/,
    answer(context) {
      context.type = 'text/css; charset=utf-8';
      context.body = STYLE;
    },
  },
  { method: 'GET', path: /^\/interaction\/[\w-]+$/, answer: orFailed(ask) },
  { method: 'POST', path: /^\/interaction\/[\w-]+$/, answer: orFailed(take) },
];

/** An interaction that is over or another browser's ends in a page, not in a fault. */
function orFailed(answer: Page['answer']): Page['answer'] {
  return async (context, provider, options) => {
    try {
      await answer(context, provider, options);
    } catch (error) {
      if ((error as { status?: number }).status !== 400) throw error;
      context.status = 400;
      showPage(context, options, failedPage({ language: languageAt(context) }));
    }
  };
}

async function ask(context: Context, provider: Provider, options: BankOptions): Promise<void> {
  const { params } = await provider.interactionDetails(context.req, context.res);
  const page = consentPage({ language: languageAt(context), client: params.client_id ?? '' });
  showPage(context, options, page, new URL(params.redirect_uri ?? options.origin).origin);
}

async function take(context: Context, provider: Provider, { now }: BankOptions): Promise<void> {
  const { req, res } = context;
  const interaction = await provider.interactionDetails(req, res);
  const form = new URLSearchParams(await readForm(context));
  const person = form.get('person') ?? '';
  const isShared = form.get('answer') === 'share' && claimsOfCustomer(person, now()) !== undefined;
  const result = isShared ? await agree(provider, interaction, person) : { error: 'access_denied' };
  const returnTo = await provider.interactionResult(req, res, result, { mergeWithLastSubmission: false });
  // Whoever logs in now takes the place of who did before: the library would ask that one to log out first.
  const session = interaction.session && (await provider.Session.findByUid(interaction.session.uid));
  if (session?.accountId !== undefined) {
    delete session.accountId;
    await session.persist();
  }
  context.status = 303;
  context.set('location', returnTo);
  context.body = '';
}

async function agree(provider: Provider, { params }: Interaction, accountId: string): Promise<Record<string, unknown>> {
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope('openid');
  grant.addOIDCClaims(['birthdate']);
  return { login: { accountId, remember: false }, consent: { grantId: await grant.save() } };
}

async function readForm({ req }: Context): Promise<string> {
  let text = '';
  for await (const chunk of req.setEncoding('utf8')) {
    text += chunk;
    if (text.length > FORM_MAX) throw Object.assign(new TypeError('too long'), { status: 400 });
  }
  return text;
}

/** @param leadsTo the origin that the form's answer leads to by way of redirects, which browsers hold against the form */
function showPage(context: Context, { walletOrigin }: BankOptions, page: string, leadsTo = ''): void {
  context.set(
    'content-security-policy',
    [
      "default-src 'none'",
      "style-src 'self'",
      leadsTo === '' ? "form-action 'none'" : `form-action 'self' ${leadsTo} ${walletOrigin}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  );
  context.type = 'text/html; charset=utf-8';
  context.body = page;
}

function languageAt(context: Context): string {
  return languageOf(context.query.language, context.get('accept-language'));
}

function signingKey(): Readonly<Record<string, unknown>> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' };
}

/** Clients are read where they are registered, each time: an attester may come later than the bank. */
function clientsIn(dataDir: string): Adapter {
  return {
    async find(id) {
      const client = findClient(dataDir, id);
      return client && metadataOf(client);
    },
  };
}

function metadataOf({ clientId, redirectUri, key }: RegisteredClient): Readonly<Record<string, unknown>> {
  return {
    client_id: clientId,
    redirect_uris: [redirectUri],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    id_token_signed_response_alg: 'ES256',
    require_auth_time: true,
    jwks: { keys: [{ ...key, use: 'sig', alg: 'ES256' }] },
  };
}
