import { attesterRoutes } from '@bauta/services/attester/routes';
import type { Route } from '@bauta/services/http/route';
import { issuerRoutes } from '@bauta/services/issuer/routes';
import { logRoutes } from '@bauta/services/log/routes';
import type { RoomName } from '@bauta/services/rooms';
import { witnessRoutes } from '@bauta/services/witness/routes';

/**
 * The routes to describe, by room. Describing runs no handler, so what they would work with may be missing. The wallet
 * serves files, the phone is for demonstration, and the site's doors are protocol.md §4's.
 */
export const DESCRIBED: { readonly [R in RoomName]?: () => readonly Route[] } = {
  attester: () => attesterRoutes({ sources: [] } as never),
  issuer: () => issuerRoutes({ attesters: () => [] } as never),
  log: () => logRoutes({} as never),
  witness: () => witnessRoutes({} as never),
};
