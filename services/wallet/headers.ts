import { originOf } from '@bauta/sdk/protocol';
import type { WalletSettings } from './settings.ts';

export type Headers = Readonly<Record<string, string>>;

/** Whom a page may call: nobody, the attesters alone, attesters with the issuer and the log, or whatever a demonstration shows. */
export type Connects = 'nobody' | 'attesters' | 'rooms' | 'demonstration';

/**
 * A page of the wallet and what it may do. `isKept`: browsers keep it for a year and never ask again, so that a
 * presentation reaches no server. `connects`: whom it may call. `posts`: a form may leave it.
 */
export interface PageRules {
  readonly isKept: boolean;
  readonly connects: Connects;
  readonly posts: boolean;
  /** Browsers may install it: it has a manifest. */
  readonly installs?: true;
  readonly passkeys: readonly ('create' | 'get')[];
}

/** Neither ETag nor Last-Modified goes with them: a validator that comes back is a cookie by another name. */
const KEPT = 'public, max-age=31536000, immutable';

/** The headers of any file. @param contentType as it stands in the header. @param isKept as `PageRules` has it. */
export function fileHeaders(contentType: string, isKept: boolean): Headers {
  return {
    'content-type': contentType,
    'cache-control': isKept ? KEPT : 'no-cache',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    // No page of another origin can load a file of the wallet, and learn from its time whether it was kept.
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

/** The headers of a page. */
export function pageHeaders(rules: PageRules, settings: WalletSettings): Headers {
  return {
    ...fileHeaders('text/html; charset=utf-8', rules.isKept),
    'content-security-policy': contentSecurityPolicy(rules, settings),
    'permissions-policy': ['create', 'get']
      .map((act) => `publickey-credentials-${act}=(${rules.passkeys.some((one) => one === act) ? 'self' : ''})`)
      .join(', '),
  };
}

function contentSecurityPolicy({ connects, posts, installs }: PageRules, settings: WalletSettings): string {
  const { wallet, issuer, attesters, keyLog, rooms = {} } = settings;
  const ofAttesters = attesters.map(({ name }) => originOf(name));
  const callable: Readonly<Record<Connects, readonly string[]>> = {
    nobody: ["'none'"],
    attesters: ofAttesters,
    rooms: [...ofAttesters, originOf(issuer), ...(keyLog === undefined ? [] : [new URL(keyLog.url).origin])],
    demonstration: Object.values(rooms),
  };
  // The page narrows it to the one site before it posts; which site that is no header can know.
  const forms = wallet.startsWith('http:') ? 'https: http:' : 'https:';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Browsers fetch the icon of a manifest as an image of the page.
    `img-src data:${installs ? " 'self'" : ''}`,
    `connect-src ${callable[connects].join(' ')}`,
    ...(installs ? ["manifest-src 'self'"] : []),
    "worker-src 'none'",
    `form-action ${posts ? forms : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
