import { createSnapshotSource, type SnapshotPublisher, type TrustedSource } from '@bauta/sdk/eu-wallet';
import type { KeptText } from '@bauta/sdk/verifier';
import type { Given } from '../standing.ts';

/** What of the room it needs. */
interface SnapshotGiven extends Pick<Given<'attester'>, 'clock' | 'fetch' | 'log' | 'random'> {
  readonly config: Pick<Given<'attester'>['config'], 'production'>;
}

/** The trusted list of the room from the snapshots of a publisher. @param kept where the last one is kept */
export function openSnapshotSource(
  { clock, config, fetch, log, random }: SnapshotGiven,
  publisher: SnapshotPublisher,
  kept: KeptText,
): TrustedSource {
  return createSnapshotSource({
    ...{ publisher, kept, random, now: clock.now, production: config.production },
    fetch: (url) => fetch(url),
    onRead: (count) => log({ event: 'trusted-list-read', count }),
    onRefused: () => log({ event: 'trusted-list-refused' }),
  });
}
