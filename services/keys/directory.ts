import { formatDirectory } from '@bauta/sdk/protocol';
import type { KeyVault } from '../storage/ports.ts';
import { liveSlots } from './slots.ts';

/**
 * The text of this room's key directory at an instant.
 * @param options.requestUrl absolute URL where requests are posted. @param options.now Unix seconds.
 * @param options.batchSize tokens in a batch: issuers only.
 */
export async function directoryOf(options: {
  readonly vault: KeyVault;
  readonly thresholds: readonly number[];
  readonly requestUrl: string;
  readonly now: number;
  readonly batchSize?: number;
}): Promise<string> {
  const { vault, thresholds, ...listing } = options;
  const slots = await liveSlots(vault, thresholds, options.now);
  const keys = slots.map(({ publicKey, ...slot }) => ({ ...slot, spki: publicKey }));
  return formatDirectory({ ...listing, keys });
}
