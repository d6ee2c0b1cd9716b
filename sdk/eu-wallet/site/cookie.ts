import type { GateCookie } from '../../gate/cookies.ts';

/** Which browser a question was put in, 32 bytes: only that one gets in by the answer. */
export const EU_COOKIE: GateCookie = { name: '__Host-age-eu', maxAge: 600 };
