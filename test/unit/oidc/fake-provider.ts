import { createHash } from 'node:crypto';
import type { ProviderRow } from '@bauta/services/attester/oidc/provider-row';
import { exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { NOON } from '../../ports/figures.ts';

export const ISSUER = 'https://id.example';
export const CLIENT = 'attester.example';

const keys = {
  ES256: await generateKeyPair('ES256'),
  PS256: await generateKeyPair('PS256'),
  RS256: await generateKeyPair('RS256'),
  stranger: await generateKeyPair('ES256'),
};

/** The attester's key, as providers know it. */
export const clientKeys = await generateKeyPair('ES256', { extractable: true });

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a test may bend; the rest is as it should be. */
export interface Bent {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly userinfo?: Readonly<Record<string, unknown>>;
  readonly sign?: 'ES256' | 'PS256' | 'RS256' | 'HS256' | 'none' | 'stranger' | 'broken';
  /** In place of the whole answer of one of its doors. */
  readonly answers?: Readonly<Partial<Record<Door, (signal: AbortSignal) => Response | Promise<Response>>>>;
  readonly issuer?: string;
}

type Door = '/.well-known/openid-configuration' | '/par' | '/token' | '/jwks' | '/userinfo';

interface Asked {
  readonly path: string;
  readonly text: string;
}

/** A provider that keeps the rules, but where it is told to break one. `received` is all that it ever gets to see. */
export function fakeProvider(bent: Bent = {}) {
  const issuer = bent.issuer ?? ISSUER;
  const received: Asked[] = [];
  const pushed = new Map<string, URLSearchParams>();
  const codes = new Map<string, URLSearchParams>();
  let drawn = 0;
  let now = NOON;

  const json = (value: unknown, status = 200): Response => Response.json(value, { status });

  async function checkClient(form: URLSearchParams): Promise<void> {
    const { payload } = await jwtVerify(form.get('client_assertion') ?? '', clientKeys.publicKey, {
      issuer: CLIENT,
      subject: CLIENT,
      audience: issuer,
      algorithms: ['ES256'],
      currentDate: new Date(now * 1000),
    });
    if (!payload.jti || !payload.exp) throw new TypeError('an assertion that can be used twice');
  }

  async function idToken(asked: URLSearchParams): Promise<string> {
    const wanted = JSON.parse(asked.get('claims') ?? '{}').id_token ?? {};
    const claims: JWTPayload = {
      iss: issuer,
      sub: 'sub-of-a-person',
      aud: CLIENT,
      iat: now,
      exp: now + 300,
      auth_time: now - 10,
      nonce: asked.get('nonce') ?? '',
      ...('birthdate' in wanted ? { birthdate: '1990-05-04' } : {}),
      ...bent.claims,
    };
    const sign = bent.sign ?? 'ES256';
    if (sign === 'none') return `${base64url({ alg: 'none' })}.${base64url(claims)}.`;
    if (sign === 'HS256') {
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('s'.repeat(32)));
    }
    const alg = sign === 'PS256' || sign === 'RS256' ? sign : 'ES256';
    const key = sign === 'broken' ? keys.ES256 : keys[sign];
    const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: alg }).sign(key.privateKey);
    if (sign !== 'broken') return token;
    const [header, , signature] = token.split('.');
    return `${header}.${base64url({ ...claims, birthdate: '1980-01-01' })}.${signature}`;
  }

  const doors: Record<Door, (form: URLSearchParams, request: Request) => Promise<Response>> = {
    '/.well-known/openid-configuration': async () =>
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        userinfo_endpoint: `${issuer}/userinfo`,
        pushed_authorization_request_endpoint: `${issuer}/par`,
        authorization_response_iss_parameter_supported: true,
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none', 'ES256', 'PS256'],
        ...bent.metadata,
      }),
    '/par': async (form) => {
      await checkClient(form);
      const uri = `urn:ietf:params:oauth:request_uri:${++drawn}`;
      pushed.set(uri, form);
      return json({ request_uri: uri, expires_in: 60 }, 201);
    },
    '/token': async (form) => {
      await checkClient(form);
      const asked = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const isGood =
        asked?.get('code_challenge') === challenge && asked.get('redirect_uri') === form.get('redirect_uri');
      if (!asked || !isGood) return json({ error: 'invalid_grant' }, 400);
      return json({ access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: await idToken(asked) });
    },
    '/jwks': async () =>
      json({
        keys: await Promise.all(
          (['ES256', 'PS256', 'RS256'] as const).map(async (alg) => ({
            ...(await exportJWK(keys[alg].publicKey)),
            kid: alg,
            alg,
            use: 'sig',
          })),
        ),
      }),
    '/userinfo': async (_, request) => {
      if (request.headers.get('authorization') !== 'Bearer access') return new Response(null, { status: 401 });
      return json({ sub: 'sub-of-a-person', birthdate: '1990-05-04', name: 'Camille Canari', ...bent.userinfo });
    },
  };

  return {
    received,
    setNow(seconds: number): void {
      now = seconds;
    },

    async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      const { origin, pathname } = new URL(request.url);
      const text = await request.text();
      if (origin !== issuer) throw new TypeError('fetch failed');
      received.push({ path: pathname, text: `${request.url} ${JSON.stringify([...request.headers])} ${text}` });
      const door = pathname as Door;
      const bentAnswer = bent.answers?.[door];
      if (bentAnswer) return bentAnswer(request.signal);
      return doors[door](new URLSearchParams(text), request);
    },

    /** A browser at the authorization endpoint whose person agrees. @returns the query that it comes back with. */
    agree(request: string, bend: Readonly<Record<string, string | undefined>> = {}): string {
      const url = new URL(request);
      received.push({ path: url.pathname, text: url.href });
      const asked = pushed.get(url.searchParams.get('request_uri') ?? '') ?? url.searchParams;
      const code = `code-${++drawn}`;
      codes.set(code, asked);
      const answer = { code, state: asked.get('state') ?? '', iss: issuer, ...bend };
      return new URLSearchParams(
        Object.entries(answer).filter((member): member is [string, string] => member[1] !== undefined),
      ).toString();
    },

    /** What was asked for by this link. */
    askedFor(request: string): URLSearchParams {
      const { searchParams } = new URL(request);
      return pushed.get(searchParams.get('request_uri') ?? '') ?? searchParams;
    },
  };
}

export const ROW: ProviderRow = {
  name: 'bank',
  label: 'A bank',
  issuer: ISSUER,
  clientId: CLIENT,
  claim: { name: 'birthdate', as: 'birthdate' },
  from: 'id_token',
  scopes: [],
  maxAge: 300,
  acr: [],
  lifetimeDays: 90,
};
