import { type Epoch, formatHex, type KeyRole, type KeysEntry, type LogEntry } from '@bauta/sdk/protocol';

/** Keys of a name that share an epoch, a generation and a fate. */
export interface KeyRow {
  readonly epoch: Epoch;
  readonly generation: number;
  /** Ages in years, ascending. */
  readonly thresholds: readonly number[];
  /** Why they were logged later than two weeks before their epoch, if they were. */
  readonly exception: KeysEntry['exception'];
  readonly isRetired: boolean;
}

/** Whose keys, by role and name. */
export interface Lane {
  readonly role: KeyRole;
  readonly name: string;
  /** By epoch, then generation. */
  readonly rows: readonly KeyRow[];
}

interface LoggedSlot extends Omit<KeyRow, 'thresholds' | 'isRetired'> {
  readonly threshold: number;
  readonly keyId: string;
}

/** The keys of some epochs, a lane for each name, issuers first. @param entries in the log's order. */
export function lanesOf(entries: readonly LogEntry[], epochs: readonly Epoch[]): readonly Lane[] {
  const lanes = new Map<string, { role: KeyRole; name: string; slots: Map<string, LoggedSlot> }>();
  const retired = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'retire') retired.add(formatHex(entry.keyId));
    if (entry.kind !== 'keys' || !epochs.includes(entry.epoch)) continue;
    const { role, name, epoch, exception } = entry;
    const lane = lanes.get(`${role} ${name}`) ?? { role, name, slots: new Map() };
    lanes.set(`${role} ${name}`, lane);
    for (const { threshold, generation, keyId } of entry.keys) {
      // An entry after a retirement lists the keys that stay beside the new one: they are known already. Two keys for
      // one slot would be two rows.
      const slot = `${epoch} ${threshold} ${generation} ${formatHex(keyId)}`;
      if (lane.slots.has(slot)) continue;
      lane.slots.set(slot, { epoch, generation, threshold, exception, keyId: formatHex(keyId) });
    }
  }
  const order: readonly KeyRole[] = ['issuer', 'attester'];
  return [...lanes.values()]
    .map(({ role, name, slots }) => ({ role, name, rows: rowsOf([...slots.values()], retired) }))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || (a.name < b.name ? -1 : 1));
}

function rowsOf(slots: readonly LoggedSlot[], retired: ReadonlySet<string>): readonly KeyRow[] {
  const rows = new Map<string, KeyRow & { readonly thresholds: number[] }>();
  for (const { epoch, generation, exception, threshold, keyId } of slots) {
    const isRetired = retired.has(keyId);
    const id = [epoch, generation, exception, isRetired].join(' ');
    const row = rows.get(id) ?? { epoch, generation, exception, isRetired, thresholds: [] };
    row.thresholds.push(threshold);
    row.thresholds.sort((a, b) => a - b);
    rows.set(id, row);
  }
  return [...rows.values()].sort(
    (a, b) => (a.epoch < b.epoch ? -1 : a.epoch > b.epoch ? 1 : 0) || a.generation - b.generation,
  );
}
