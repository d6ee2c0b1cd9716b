import { elsewhere } from './elsewhere.ts';
import { fr } from './fr.ts';
import type { Help } from './help.ts';
import { it } from './it.ts';

/** A country is one file. */
const COUNTRIES: Readonly<Record<string, readonly Help[]>> = { FR: fr, IT: it };

/** Who helps in a country, in the order in which they are listed. @param country two capital letters of ISO 3166-1 */
export function helpIn(country: string): readonly Help[] {
  return Object.hasOwn(COUNTRIES, country) ? (COUNTRIES[country] as readonly Help[]) : elsewhere;
}
