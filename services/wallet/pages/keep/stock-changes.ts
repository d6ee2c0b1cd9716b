/** Tells every tab of the wallet that its stock is another now. Nothing is said of what changed. */
export interface StockChanges {
  announce(): void;
  /** Calls `listener` when another tab announced a change, or the person comes back to this one, until `signal`. */
  watch(listener: () => void, signal: AbortSignal): void;
  /** Lets go of the other tabs: nothing is announced or heard after it. */
  close(): void;
}

export function createStockChanges(): StockChanges {
  const channel = new BroadcastChannel('bauta');
  return {
    announce: () => channel.postMessage('stock'),
    watch(listener, signal) {
      channel.addEventListener('message', listener, { signal });
      addEventListener('focus', listener, { signal });
      document.addEventListener('visibilitychange', listener, { signal });
    },
    close: () => channel.close(),
  };
}
