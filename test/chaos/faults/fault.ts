import type { Chance } from '../../figures/chance.ts';
import type { Ground } from '../campaign/ground.ts';
import type { Strike } from './strike.ts';

/** What is broken, and where it can be broken. */
export const GROUNDS = [
  'site on SQLite',
  'site on Redis',
  'site on Sentinel',
  'site across a network',
  'rooms',
] as const;
export type GroundName = (typeof GROUNDS)[number];

/** A kind of fault. */
export interface Fault {
  /** One word or two with hyphens, for `--only`. */
  readonly kind: string;
  readonly says: string;
  readonly grounds: readonly GroundName[];
  /** Why there can be none on this machine. */
  readonly why?: string | undefined;
  strike(ground: Ground, chance: Chance): Promise<Strike>;
}
