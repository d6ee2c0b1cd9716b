/** Tells every tab of the wallet that its stock is another now. Nothing is said of what changed. */
export interface StockChanges {
  announce(): void;
  /** Calls `listener` when another tab announced a change, or the person comes back to this one. */
  watch(listener: () => void): void;
}

export function createStockChanges(): StockChanges {
  const channel = new BroadcastChannel('bauta');
  return {
    announce: () => channel.postMessage('stock'),
    watch(listener) {
      channel.addEventListener('message', listener);
      addEventListener('focus', listener);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') listener();
      });
    },
  };
}
