import { originOf } from '@bauta/sdk/protocol';
import type { WalletSettings } from './settings.ts';

export type Headers = Readonly<Record<string, string>>;

/**
 * A page of the wallet and what it may do. `isKept`: browsers keep it for a year and never ask again, so that a
 * presentation reaches no server. `connects`: it may call attesters and the issuer. `posts`: a form may leave it.
 */
export interface PageRules {
  readonly isKept: boolean;
  readonly connects: boolean;
  readonly posts: boolean;
  readonly passkeys: readonly ('create' | 'get')[];
}

/** Neither ETag nor Last-Modified goes with them: a validator that comes back is a cookie by another name. */
const KEPT = 'public, max-age=31536000, immutable';

/** The headers of a hashed asset. */
export function assetHeaders(mediaType: string): Headers {
  return {
    'content-type': `${mediaType}; charset=utf-8`,
    'cache-control': KEPT,
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

/** The headers of a page. */
export function pageHeaders(rules: PageRules, settings: WalletSettings): Headers {
  return {
    ...assetHeaders('text/html'),
    'cache-control': rules.isKept ? KEPT : 'no-cache',
    'content-security-policy': contentSecurityPolicy(rules, settings),
    'permissions-policy': ['create', 'get']
      .map((act) => `publickey-credentials-${act}=(${rules.passkeys.some((one) => one === act) ? 'self' : ''})`)
      .join(', '),
  };
}

function contentSecurityPolicy({ connects, posts }: PageRules, settings: WalletSettings): string {
  const { wallet, issuer, attesters } = settings;
  const rooms = [...attesters.map(({ name }) => name), issuer].map(originOf);
  // The page narrows it to the one site before it posts; which site that is no header can know.
  const forms = wallet.startsWith('http:') ? 'https: http:' : 'https:';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src ${connects ? rooms.join(' ') : "'none'"}`,
    "worker-src 'none'",
    `form-action ${posts ? forms : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
