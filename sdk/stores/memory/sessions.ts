import { formatHex } from '../../protocol/bytes.ts';
import type { Sessions } from '../../verifier/sessions.ts';

/** Seconds between two walks over everything that is kept. */
const SWEEP_EVERY = 60;

/**
 * Sessions in the memory of this process: after a restart every visitor proves their age again.
 * @param options.now the time in Unix seconds.
 */
export function memorySessions(options: { now: () => number }): Sessions {
  const kept = new Map<string, { readonly value: string; readonly until: number }>();
  let sweptAt = 0;

  function sweep(now: number): void {
    if (Math.abs(now - sweptAt) < SWEEP_EVERY) return;
    sweptAt = now;
    for (const [id, { until }] of kept) if (until <= now) kept.delete(id);
  }

  function find(name: string): string | undefined {
    const found = kept.get(name);
    return found !== undefined && found.until > options.now() ? found.value : undefined;
  }

  return {
    async put(id, value, ttl) {
      const now = options.now();
      sweep(now);
      kept.set(formatHex(id), { value, until: now + ttl });
    },
    async read(id) {
      return find(formatHex(id));
    },
    async take(id) {
      const name = formatHex(id);
      const found = find(name);
      kept.delete(name);
      return found;
    },
    async replace(id, before, value, ttl) {
      const name = formatHex(id);
      if (find(name) !== before) return false;
      kept.set(name, { value, until: options.now() + ttl });
      return true;
    },
  };
}
