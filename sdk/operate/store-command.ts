import { dirname } from 'node:path';
import { GateConfigFault, readGateConfig } from '../config/index.ts';
import { parseStoreAddress } from '../config/store-address.ts';
import { EXIT } from '../exit-codes.ts';
import { AgeError } from '../protocol/index.ts';
import { formatOutcome, formatOutcomeAsJson } from './format-outcome.ts';
import { parseStoreOrder, STORE_USAGE } from './orders.ts';
import { type NamedStore, runStoreOrder } from './run-store-order.ts';

/** What a command about a store may touch. */
export interface StoreWorld {
  /** Unix seconds. */
  readonly now: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A file's text, or its mode; `from` is the folder where a relative path begins. */
  readonly readFile: (path: string, from?: string) => string;
  readonly modeOf: (path: string, from?: string) => number | undefined;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** `bauta backup | restore | restored | shut-until`. @returns the exit code */
export async function runStoreCommand(args: readonly string[], world: StoreWorld): Promise<number> {
  const order = parseStoreOrder(args);
  if (order === undefined) {
    world.complain(STORE_USAGE);
    return EXIT.configuration;
  }
  let store: NamedStore;
  try {
    store = nameStore(order.store, world);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    world.complain('STORE is sqlite:PATH, the address of a Redis, or a bauta.toml that holds\n');
    return EXIT.configuration;
  }
  try {
    const outcome = await runStoreOrder(order, store, world.now());
    world.print(order.isJson ? formatOutcomeAsJson(outcome) : formatOutcome(outcome));
    return EXIT.held;
  } catch (error) {
    if (error instanceof TypeError) {
      world.complain(`${order.act}: ${error.message}\n`);
      return EXIT.didNotHold;
    }
    if (!(error instanceof AgeError)) throw error;
    world.complain(`${order.act}: the store does not answer: ${String(error.cause)}\n`);
    return EXIT.notReachable;
  }
}

/** @throws TypeError when it names no store */
function nameStore(text: string, { env, readFile, modeOf }: StoreWorld): NamedStore {
  if (!text.endsWith('.toml')) return { ...parseStoreAddress(text), folder: '.' };
  const folder = dirname(text);
  try {
    const { store, redis } = readGateConfig(readFile(text), {
      env,
      readFile: (path) => readFile(path, folder),
      modeOf: (path) => modeOf(path, folder),
    });
    return { ...store, spentPrefix: redis.spentPrefix ?? redis.prefix, folder };
  } catch (error) {
    // The doctor says what is wrong with it, line by line.
    if (error instanceof GateConfigFault) throw new TypeError('a configuration that does not hold', { cause: error });
    throw new TypeError('a file that cannot be read', { cause: error });
  }
}
