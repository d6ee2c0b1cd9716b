import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A request as it came to the site. */
export interface CanaryAsked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface CanaryAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a wallet sent. Token and proof themselves are kept nowhere. */
export interface Posted {
  readonly site: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** A token, or anything as long, stands in the address. */
  readonly tokenInAddress: boolean;
  /** Names of the form's fields. */
  readonly fields: readonly string[];
  /** Bytes of the token, 0 without one, and the SHA-256 of its text. */
  readonly tokenBytes: number;
  readonly token: string;
  /** Which members of the proof are what this site asked for. */
  readonly proof: { readonly htu: boolean; readonly nonce: boolean; readonly ath: boolean };
  readonly referer: string;
  readonly origin: string;
}

export interface CanaryParties {
  /** Origin of the wallet. */
  readonly wallet: string;
  /** The wallet's issuer, by its name. */
  readonly issuer: string;
  readonly threshold: number;
}

/** A site that is run by whoever audits: it asks for an age as any site would, and writes down what it is sent. */
export interface CanarySite {
  readonly name: string;
  readonly origin: string;
  readonly posted: readonly Posted[];
  answer(asked: CanaryAsked): CanaryAnswer;
}

const FORM_MODE = 1;
/** Characters of a token as it is sent. */
const TOKEN_TEXT = 472;

/** @param name of the site among those of a run. @param origin of its own. */
export function createCanarySite(name: string, origin: string, parties: CanaryParties): CanarySite {
  const secret = randomBytes(32);
  const redeem = `${origin}/_age/redeem`;
  const posted: Posted[] = [];
  const challenges = new Set<string>();

  /** protocol.md §4: 71 bytes. */
  function drawChallenge(): string {
    const head = Buffer.alloc(39);
    head.set([1, FORM_MODE, parties.threshold]);
    head.writeUInt32BE(Math.floor(Date.now() / 1000), 3);
    head.set(createHash('sha256').update(randomBytes(32)).digest(), 7);
    const mac = createHmac('sha256', secret).update(`bauta/challenge/v1\0${redeem}\0`).update(head).digest();
    const challenge = Buffer.concat([head, mac]).toString('base64url');
    challenges.add(challenge);
    return challenge;
  }

  function leadToWallet(): CanaryAnswer {
    const { wallet, issuer, threshold } = parties;
    const asked = { v: 1, mode: FORM_MODE, redeem, issuer, threshold, challenge: drawChallenge() };
    const fragment = Buffer.from(JSON.stringify(asked)).toString('base64url');
    return { status: 303, headers: { ...HEADERS, location: `${wallet}/present#${fragment}` }, body: '' };
  }

  function readPost({ method, path, headers, body }: CanaryAsked): void {
    const { pathname, search } = new URL(path, origin);
    const query = new URLSearchParams(search);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const token = form.get('token') ?? query.get('token') ?? '';
    posted.push({
      site: name,
      method,
      path: pathname,
      tokenInAddress: search.length >= TOKEN_TEXT,
      fields: [...form.keys()],
      tokenBytes: Buffer.from(token, 'base64url').length,
      token: createHash('sha256').update(token).digest('hex'),
      proof: judgeProof(form.get('dpop') ?? query.get('dpop') ?? '', token),
      referer: headers.referer ?? '',
      origin: headers.origin ?? '',
    });
  }

  function judgeProof(proof: string, token: string): Posted['proof'] {
    const said = payloadOf(proof);
    const ath = createHash('sha256').update(token).digest('base64url');
    return { htu: said.htu === redeem, nonce: challenges.has(String(said.nonce)), ath: said.ath === ath };
  }

  return {
    name,
    origin,
    posted,
    answer(asked) {
      const { pathname } = new URL(asked.path, origin);
      if (pathname === '/_age/redeem') {
        readPost(asked);
        return { status: 303, headers: { ...HEADERS, location: '/_age/enter' }, body: '' };
      }
      if (pathname === '/_age/go') return leadToWallet();
      const page = PAGES[pathname];
      return { status: page === undefined ? 404 : 200, headers: HTML, body: page ?? '' };
    },
  };
}

const HEADERS = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
const HTML = { ...HEADERS, 'content-type': 'text/html; charset=utf-8' };
const head = (title: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>`;
const PAGES: Readonly<Record<string, string>> = {
  '/': `${head('Auditor’s site')}<body><a id="go" rel="noreferrer nofollow" href="/_age/go">Prove my age</a></body></html>`,
  '/_age/enter': `${head('Received')}<body><p id="received">Received.</p></body></html>`,
};

function payloadOf(proof: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
