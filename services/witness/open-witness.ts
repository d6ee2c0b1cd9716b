import type { Given, Standing } from '../standing.ts';
import { openStore } from '../store.ts';
import { openWitnessOn } from './witness-on.ts';

/** The witness's room on its own file, from its settings. @throws ConfigFault */
export async function openWitness(given: Given<'witness'>): Promise<Standing> {
  const store = openStore(given.config.store);
  const { fetch } = await openWitnessOn(given, store);
  return { fetch, close: () => store.close() };
}
