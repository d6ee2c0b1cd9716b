import { check, isEqual, type LogEntry, type Note, type NoteKey, verifyNote } from '@bauta/sdk/protocol';

/** What an entry speaks of, for permissions. */
export type Role = 'attester' | 'issuer' | 'wallet' | 'sdk';

/** One who may add to the log, by the log's configuration. */
export interface LogOperator {
  /** Of kind `log`; its name is the operator's. */
  readonly key: NoteKey;
  /** Any unless given. */
  readonly roles?: readonly Role[];
  /** Names that entries may be for; any unless given. Releases of the SDK have no name, and need this not given. */
  readonly names?: readonly string[];
}

/**
 * The operators that signed a note. Signatures by others are passed over; a broken one in an operator's name refuses
 * the note. @throws AgeError ERR_LOG_OPERATOR when none is left.
 */
export async function findSigners(note: Note, operators: readonly LogOperator[]): Promise<readonly LogOperator[]> {
  const named = operators.filter(({ key }) =>
    note.signatures.some(({ name, keyId }) => name === key.name && isEqual(keyId, key.id)),
  );
  const verified = await Promise.all(named.map(({ key }) => verifyNote(note, key)));
  check(named.length > 0 && verified.every(Boolean), 'ERR_LOG_OPERATOR', 'not signed by an operator of this log');
  return named;
}

/** Whether the configuration lets the operator add this. */
export function isAllowed({ roles, names }: LogOperator, entry: LogEntry): boolean {
  const role = roleOf(entry);
  const name = entry.kind === 'sdk' ? undefined : entry.name;
  return (roles?.includes(role) ?? true) && (names === undefined || (name !== undefined && names.includes(name)));
}

function roleOf(entry: LogEntry): Role {
  if (entry.kind === 'keys' || entry.kind === 'retire') return entry.role;
  return entry.kind === 'batches' ? 'issuer' : entry.kind;
}
