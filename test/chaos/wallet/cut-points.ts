import type { BrowserContext } from 'playwright-core';
import type { FakeRoom } from '../../unit/wallet/fake-room.ts';
import type { DevicePasskeys } from './device-passkeys.ts';

/**
 * The moments of an act at which a browser may die, found from outside: every write to the wallet's database before it
 * is committed and after, every question to a passkey, every request before and after its room dealt with it, and the
 * form's submission. Each has a name; at the one that is asked for, everything stands still.
 */
export interface CutPoints {
  /** Names of the moments, in the order in which they came. */
  readonly seen: readonly string[];
  /** Fulfilled at the moment asked for; the act then stands still for good. */
  readonly reached: Promise<void>;
  /** Ends the watch over the rooms. */
  release(): void;
}

/**
 * Watches what the pages under `path` do from now on.
 * @param rooms watched for POST requests, by the names that the moments get. @param cut where to stand still.
 */
export async function watchCutPoints(
  context: BrowserContext,
  options: {
    readonly path: string;
    readonly passkeys: DevicePasskeys;
    readonly rooms: Readonly<Record<string, FakeRoom>>;
    readonly cut?: string | undefined;
  },
): Promise<CutPoints> {
  const { path, passkeys, rooms, cut } = options;
  const seen: string[] = [];
  const counts = new Map<string, number>();
  let arrive = (): void => {};
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const still = new Promise<never>(() => {});

  const note = (point: string): boolean => {
    seen.push(point);
    if (point === cut) arrive();
    return point === cut;
  };
  const numbered = (name: string): string => {
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    return `${name} #${number}`;
  };

  await passkeys.install(context, async (kind) => {
    if (note(numbered(`passkey ${kind}, asked`))) await still;
  });
  await context.exposeBinding('bautaPoint', (_, point: string) => void note(point));
  await context.addInitScript(watchPage, { path, cut });

  const restore = Object.entries(rooms).map(([name, room]) => {
    const { handle } = room;
    room.handle = async (arrival) => {
      if (arrival.method !== 'POST') return handle(arrival);
      const request = numbered(`POST ${name} ${arrival.path}`);
      if (note(`${request}, arrived`)) await still;
      const answer = await handle(arrival);
      if (note(`${request}, dealt with`)) await still;
      return answer;
    };
    return () => {
      room.handle = handle;
    };
  });
  return { seen, reached, release: () => restore.forEach((undo) => void undo()) };
}

/** Runs in every page before its own scripts. A page cannot be held but by keeping it busy. */
function watchPage({ path, cut }: { readonly path: string; readonly cut?: string | undefined }): void {
  if (location.pathname !== path) return;
  const { bautaPoint } = globalThis as unknown as { bautaPoint: (point: string) => void };
  const at = (point: string): void => {
    bautaPoint(point);
    while (point === cut);
  };

  let transactions = 0;
  const names = new WeakMap<IDBTransaction, string>();
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const begun = transaction.call(this, stores, mode, options);
    if (mode !== 'readwrite') return begun;
    const name = `write #${++transactions} to ${[stores].flat().join(' and ')}`;
    names.set(begun, `${name}, not committed`);
    begun.addEventListener('complete', () => at(`${name}, committed`));
    return begun;
  };
  for (const act of ['put', 'delete', 'clear'] as const) {
    const original = IDBObjectStore.prototype[act] as (...args: unknown[]) => unknown;
    Object.defineProperty(IDBObjectStore.prototype, act, {
      value(this: IDBObjectStore, ...args: unknown[]) {
        const asked = original.apply(this, args);
        const name = names.get(this.transaction);
        names.delete(this.transaction);
        if (name) at(name);
        return asked;
      },
    });
  }
  const { submit } = HTMLFormElement.prototype;
  HTMLFormElement.prototype.submit = function () {
    at('form, not submitted');
    submit.call(this);
  };
}
