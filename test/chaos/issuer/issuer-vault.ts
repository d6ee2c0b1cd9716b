import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Bytes, formatHex, type Slot } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';

/** A key as it lies in the issuers' file. */
export interface KeptKey extends Slot {
  readonly keyId: string;
  readonly publicKey: Bytes;
  readonly isRetired: boolean;
  /** Whether its private half is there. */
  readonly isHeld: boolean;
}

const ALL = `
  SELECT s.epoch, s.threshold, s.generation, s.public_key AS publicKey, h.retired_at IS NOT NULL AS isRetired,
    k.sealed IS NOT NULL AS isHeld
  FROM key_slots s LEFT JOIN key_histories h USING (room, epoch, threshold, generation)
    LEFT JOIN key_secrets k USING (room, epoch, threshold, generation)
  WHERE s.room = 'issuer' ORDER BY epoch, threshold, generation`;
const WITHOUT_PUBLIC = `
  SELECT count(*) AS count FROM key_secrets LEFT JOIN key_slots s USING (room, epoch, threshold, generation)
  WHERE s.public_key IS NULL`;

/** Every key of the issuers' file, beside the issuers. @throws Error when the file itself is not whole */
export function readKeptKeys(folder: string): KeptKey[] {
  const database = openSqlite(join(folder, 'issuer.db'));
  try {
    const { integrity_check: integrity } = database.prepare('PRAGMA integrity_check').get() as Record<string, string>;
    const { count } = database.prepare(WITHOUT_PUBLIC).get() as { count: number };
    if (integrity !== 'ok' || count > 0) throw new Error(`the vault: ${integrity}, ${count} private halves alone`);
    const rows = database.prepare(ALL).all() as unknown as (Slot & Record<string, unknown>)[];
    return rows.map(({ epoch, threshold, generation, publicKey, isRetired, isHeld }) => ({
      ...{ epoch, threshold, generation, publicKey: publicKey as Bytes },
      keyId: formatHex(
        new Uint8Array(
          createHash('sha256')
            .update(publicKey as Bytes)
            .digest(),
        ),
      ),
      isRetired: isRetired === 1,
      isHeld: isHeld === 1,
    }));
  } finally {
    database.close();
  }
}

export function nameOf({ epoch, threshold, generation }: Slot): string {
  return `${epoch} ${threshold}.${generation}`;
}
