import type { RoomConfig } from '../settings/config.ts';
import type { Given } from '../standing.ts';
import { type ClientLimit, createClientLimit } from './client-limit.ts';

/** The limit that the settings ask for, and none unless they do. */
export function openClientLimit({
  config: { clientLimit, clientHeader },
  random,
}: {
  readonly config: Pick<RoomConfig<'issuer'>, 'clientLimit' | 'clientHeader'>;
  readonly random: Given<'issuer'>['random'];
}): ClientLimit | undefined {
  if (clientLimit === 0 || clientHeader === undefined) return undefined;
  return createClientLimit({ limit: clientLimit, header: clientHeader, random });
}
