import { AgeError, type ErrorCode, type KeyRole } from '@bauta/sdk/protocol';
import { EXIT } from '../exit-codes.ts';
import type { Log } from '../log-events.ts';
import type { RoomName } from '../rooms.ts';
import type { BatchCounts } from '../storage/batch-counts.ts';
import type { Accounts, KeyVault } from '../storage/ports.ts';
import { addAttester, type IssuerAttesters, listAttesters, removeAttester } from './attester-acts.ts';
import { actOnCopy, type CopiedFiles } from './copy-acts.ts';
import { eraseAccountOf } from './erase-account.ts';
import { listKeys, retireYoungest } from './key-acts.ts';
import { listBatches } from './list-batches.ts';
import { type Order, type OrderOfCopy, type OrderOfRoom, readOrder, USAGE } from './orders.ts';
import type { Told } from './told.ts';

/** The store of a room, opened beside the room itself, which need not be told. */
export interface AdminRoom {
  readonly vault: KeyVault;
  readonly thresholds: readonly number[];
  /** Of an issuer. */
  readonly counts: () => BatchCounts;
  readonly attesters: () => IssuerAttesters;
  /** Of an attester, and what empties the log of their file. */
  readonly accounts: () => Accounts;
  readonly emptyLog: () => void;
  close(): void;
}

/** What the command may touch. */
export interface AdminWorld {
  /** @throws ConfigFault when the settings of the room are wrong */
  readonly open: (role: KeyRole, name: string | undefined) => AdminRoom;
  readonly files: CopiedFiles;
  /** The log of a room. */
  readonly logOf: (room: RoomName) => Log;
  /** Unix seconds. */
  readonly now: () => number;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Does by hand what an operator asks of a room. @returns the exit code */
export async function runAdmin(args: readonly string[], world: AdminWorld): Promise<number> {
  let order: Order;
  try {
    order = readOrder(args);
  } catch {
    world.complain(USAGE);
    return EXIT.configuration;
  }
  try {
    const { json, text, event } = await perform(order, world);
    if (event) world.logOf(order.role)(event);
    world.print(order.isJson ? `${JSON.stringify({ role: order.role, ...json })}\n` : `${text.join('\n')}\n`);
    return EXIT.held;
  } catch (error) {
    if (error instanceof TypeError && isOfCopy(order)) {
      world.complain(`admin: ${error.message}\n`);
      return EXIT.didNotHold;
    }
    if (!(error instanceof AgeError)) throw error;
    world.complain(`admin: ${error.code}: ${error.cause}\n`);
    return NOT_REACHABLE.includes(error.code) ? EXIT.notReachable : EXIT.didNotHold;
  }
}

const NOT_REACHABLE: readonly ErrorCode[] = ['ERR_STORE_UNAVAILABLE', 'ERR_LOG_QUORUM'];

async function perform(order: Order, world: AdminWorld): Promise<Told> {
  if (isOfCopy(order)) return actOnCopy(order, world.files, world.now());
  const room = world.open(order.role, order.name);
  try {
    return await act(order, room, world.now());
  } finally {
    room.close();
  }
}

const isOfCopy = (order: Order): order is OrderOfCopy =>
  ['backup', 'restore', 'restored', 'shut-until'].includes(order.act);

function act(order: OrderOfRoom, room: AdminRoom, now: number): Promise<Told> {
  const { vault, thresholds, counts, accounts, attesters, emptyLog } = room;
  switch (order.act) {
    case 'attesters':
      return listAttesters(attesters());
    case 'add-attester':
      return addAttester(order.attester, attesters());
    case 'remove-attester':
      return removeAttester(order.attester, attesters());
    case 'retire':
      return retireYoungest(vault, order.threshold, order.epoch);
    case 'keys':
      return listKeys(vault, thresholds, now);
    case 'batches':
      return listBatches(counts());
    case 'erase-account':
      return eraseAccountOf(order.credentialId, accounts(), emptyLog);
  }
}
