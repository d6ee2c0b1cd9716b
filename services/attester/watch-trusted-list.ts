import { readFileSync, statSync } from 'node:fs';
import { parseTrustedList, type TrustedList } from '@bauta/sdk/eu-wallet';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Given } from '../standing.ts';

/** The operator's file, read at the start and again whenever it changes. A file that became wrong keeps the last list. */
export function watchTrustedList({ config, log }: Pick<Given<'attester'>, 'config' | 'log'>): {
  current(): TrustedList;
  refresh(): void;
} {
  const read = (): TrustedList =>
    parseTrustedList(readFileSync(config.trustedList, 'utf8'), { production: config.production });
  const changeOf = (): number => statSync(config.trustedList, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  let changedAt = changeOf();
  let list: TrustedList;
  // At the start a wrong list is a wrong setting: it ends the room instead of being logged.
  try {
    list = read();
  } catch (error) {
    throw new ConfigFault([`TRUSTED_LIST: ${error instanceof Error ? error.message : 'cannot be read'}`]);
  }
  log({ event: 'trusted-list-read', count: list.certificates.length });
  return {
    current: () => list,
    refresh() {
      const change = changeOf();
      if (change === changedAt) return;
      changedAt = change;
      try {
        list = read();
        log({ event: 'trusted-list-read', count: list.certificates.length });
      } catch {
        log({ event: 'trusted-list-refused' });
      }
    },
  };
}
