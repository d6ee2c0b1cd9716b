import type { Fixture } from '../fixture.ts';
import { keyFixtures } from './keys.ts';
import { signingFixtures } from './signing.ts';

export const issuerFixtures: readonly Fixture[] = [...keyFixtures, ...signingFixtures];
