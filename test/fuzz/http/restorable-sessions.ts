import type { Bytes } from '@bauta/sdk/protocol';
import type { Sessions } from '@bauta/sdk/verifier';

/** Sessions that can be put back to how they were: whatever one input does to them, the next one finds them alive. */
export interface RestorableSessions extends Sessions {
  /** From now on `restore` leads back to this. */
  keep(): void;
  restore(): void;
}

/** For a clock that stands still: nothing ends by itself. */
export function restorableSessions(): RestorableSessions {
  const values = new Map<string, string>();
  let kept: ReadonlyMap<string, string> = new Map();
  const nameOf = (id: Bytes): string => Buffer.from(id).toString('base64url');
  return {
    keep() {
      kept = new Map(values);
    },
    restore() {
      values.clear();
      for (const [name, value] of kept) values.set(name, value);
    },
    async put(id, value) {
      values.set(nameOf(id), value);
    },
    async read(id) {
      return values.get(nameOf(id));
    },
    async take(id) {
      const value = values.get(nameOf(id));
      values.delete(nameOf(id));
      return value;
    },
    async replace(id, before, value) {
      if (values.get(nameOf(id)) !== before) return false;
      values.set(nameOf(id), value);
      return true;
    },
  };
}
