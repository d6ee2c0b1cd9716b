import type { Route } from '../../services/http/route.ts';
import type { RoomName } from '../../services/rooms.ts';

/**
 * The routes to describe, by room. Describing runs no handler, so what they would work with may be missing:
 * a row looks like `issuer: () => issuerRoutes({} as never)`.
 */
export const DESCRIBED: { readonly [R in RoomName]?: () => readonly Route[] } = {};
