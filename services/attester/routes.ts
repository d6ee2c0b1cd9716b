import type { Route } from '../http/route.ts';
import { directoryRoute } from '../keys/directory-route.ts';
import { type AccountDoors, accountRoutes } from './account-routes.ts';
import { createAttest } from './attest.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import type { EvidenceSource } from './evidence-source.ts';
import type { GrantContext } from './grant.ts';
import { GRANTS_PATH, grantRoutes } from './grant-routes.ts';

export interface AttesterOptions extends GrantContext, Omit<AccountDoors, 'attest'> {
  readonly origin: string;
  readonly walletOrigin: string;
  readonly sources: readonly EvidenceSource[];
}

/** The attester's doors: show your age, keep an account of it, draw grants. It never hears of a site or a token. */
export function attesterRoutes(options: AttesterOptions): Route[] {
  const attest = createAttest(options);
  return [
    directoryRoute({ book: options.book, requestUrl: options.origin + GRANTS_PATH }),
    ...evidenceRoutes(attest, options.walletOrigin),
    ...accountRoutes({ ...options, attest }),
    ...grantRoutes(options),
  ];
}
