/** What a browser says of what it keeps for us: as `navigator.storage` does, which old browsers lack. */
export type Keeper = Pick<StorageManager, 'persisted' | 'persist'>;

/**
 * Whether the browser keeps the wallet until its owner deletes it; false: it may delete it when space runs short.
 * A browser that does not say gives undefined: then nothing is said either.
 */
export async function isKept(keeper: Keeper | undefined): Promise<boolean | undefined> {
  return answerOf(() => keeper?.persisted());
}

/** Asks the browser to keep it, in a gesture of the person: some ask them. @returns as `isKept`. */
export async function askToKeep(keeper: Keeper | undefined): Promise<boolean | undefined> {
  return answerOf(() => keeper?.persist());
}

/** How long a person may think about it before the page goes on, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Asks at the end of a top-up, once there is something to keep: while the gesture that began it still counts, and never
 * twice for what was granted. Whatever comes of it, the top-up has succeeded.
 */
export async function askAfterTopUp(
  keeper: Keeper | undefined,
  hasGesture: () => boolean,
  pause: () => Promise<unknown> = () => new Promise((resolve) => setTimeout(resolve, PATIENCE)),
): Promise<void> {
  if ((await isKept(keeper)) !== false || !hasGesture()) return;
  await Promise.race([askToKeep(keeper), pause()]);
}

async function answerOf(ask: () => Promise<boolean> | undefined): Promise<boolean | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
