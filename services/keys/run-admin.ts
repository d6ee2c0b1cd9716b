import { parseArgs } from 'node:util';
import { AgeError, calendarOf, type Epoch, epochAt, formatHex, type KeyRole, type Slot } from '@bauta/sdk/protocol';
import { EXIT } from '../exit-codes.ts';
import type { KeySlot, KeyVault } from '../storage/ports.ts';
import { retire } from './retire.ts';
import { generationsOf } from './slots.ts';

export const USAGE = `npm run -s admin -- retire ROLE AGE WEEK [--name NAME] [--json]
npm run -s admin -- keys ROLE [--name NAME] [--json]

  ROLE    attester or issuer: whose keys, with the settings that this room is started with
  AGE     of the key, in years: 18
  WEEK    of the key: 2026-W47
  --name  of an attester that was started with one

retire  ends a key in an emergency: its private half is destroyed at once, and the key of the next generation takes its
        place. The running room logs both within a minute, and within 24 hours no site takes a token of the old key.
        Tokens that people hold of it are lost to them. At most three keys per age and week.
keys    lists the keys of this week and those around it.

Ends with 0, with 1 when there is nothing to retire, 3 on wrong arguments or settings, 4 when the store is not reachable.
`;

/** What the command may touch. */
export interface AdminWorld {
  /** @throws ConfigFault when the settings of the room are wrong */
  readonly open: (
    role: KeyRole,
    name: string | undefined,
  ) => {
    readonly vault: KeyVault;
    readonly thresholds: readonly number[];
    close(): void;
  };
  /** Unix seconds. */
  readonly now: () => number;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Retires or lists keys of a room, beside the room itself, which need not be told. @returns the exit code */
export async function runAdmin(args: readonly string[], world: AdminWorld): Promise<number> {
  let order: Order;
  try {
    order = readOrder(args);
  } catch {
    world.complain(USAGE);
    return EXIT.configuration;
  }
  const { vault, thresholds, close } = world.open(order.role, order.name);
  try {
    if (order.act === 'keys') await list(order, vault, thresholds, world);
    else await retireYoungest(order, vault, world);
    return EXIT.held;
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    world.complain(`admin: ${error.code}: ${error.cause}\n`);
    return error.code === 'ERR_STORE_UNAVAILABLE' ? EXIT.notReachable : EXIT.didNotHold;
  } finally {
    close();
  }
}

type Order = { readonly role: KeyRole; readonly name: string | undefined; readonly isJson: boolean } & (
  | { readonly act: 'keys' }
  | { readonly act: 'retire'; readonly threshold: number; readonly epoch: Epoch }
);

/** @throws TypeError on anything but what USAGE says. */
function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, name: { type: 'string' } },
    allowPositionals: true,
  });
  const [act, role, age, epoch = '', ...more] = positionals;
  if ((role !== 'attester' && role !== 'issuer') || more.length > 0) throw new TypeError('not a role');
  const { json: isJson, name } = values;
  if (act === 'keys' && age === undefined) return { act, role, name, isJson };
  if (act !== 'retire' || !/^\d{1,3}$/.test(age ?? '')) throw new TypeError('not an act');
  calendarOf(epoch);
  return { act, role, name, isJson, threshold: Number(age), epoch };
}

async function retireYoungest(
  { threshold, epoch, isJson }: Extract<Order, { act: 'retire' }>,
  vault: KeyVault,
  { print }: AdminWorld,
): Promise<void> {
  const last = (await generationsOf(vault, threshold, epoch)).at(-1);
  if (last === undefined) throw new AgeError('ERR_SLOT', 'no key of that age and week was made');
  // Stopped between the two halves of a retirement, the command ends what it began.
  const next =
    last.retiredAt === undefined
      ? await retire(vault, last)
      : await vault.create(threshold, epoch, last.generation + 1);
  if (isJson) return print(`${JSON.stringify({ retired: told(last), next: told(next) })}\n`);
  print(`Retired: ${words(last)}\n`);
  print(`Made in its place: ${words(next)}\n`);
  print('The running room logs both within a minute. Sites refuse the old one at their next look, within 24 hours.\n');
}

async function list(
  { role, isJson }: Order,
  vault: KeyVault,
  thresholds: readonly number[],
  { now, print }: AdminWorld,
): Promise<void> {
  const week = 7 * 86_400;
  const epochs = [-2, -1, 0, 1, 2, 3].map((weeks) => epochAt(now() + weeks * week));
  const slots: KeySlot[] = [];
  for (const epoch of epochs) {
    for (const threshold of thresholds) slots.push(...(await generationsOf(vault, threshold, epoch)));
  }
  if (isJson) return print(`${JSON.stringify({ role, keys: slots.map(told) })}\n`);
  for (const slot of slots) print(`${words(slot)}${slot.retiredAt === undefined ? '' : ' · retired'}\n`);
  if (slots.length === 0) print('No keys yet.\n');
}

function told({ threshold, epoch, generation, keyId, retiredAt }: KeySlot): Slot & { keyId: string; retired: boolean } {
  return { threshold, epoch, generation, keyId: formatHex(keyId), retired: retiredAt !== undefined };
}

function words({ threshold, epoch, generation, keyId }: KeySlot): string {
  return `${threshold} years · ${epoch} · generation ${generation} · ${formatHex(keyId).slice(0, 16)}`;
}
