import type { Fixture } from './fixture.ts';
import { issuerFixtures } from './issuers/index.ts';
import { siteFixtures } from './sites/index.ts';
import { walletFixtures } from './wallets/index.ts';

export const ALL_FIXTURES: readonly Fixture[] = [...siteFixtures, ...issuerFixtures, ...walletFixtures];
