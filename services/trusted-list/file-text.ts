import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { KeptText } from '@bauta/sdk/verifier';

/** A text in a file, which is there whole or not at all. */
export function fileText(path: string): KeptText {
  return {
    async load() {
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async save(text) {
      const draft = `${path}.${randomBytes(6).toString('hex')}`;
      writeFileSync(draft, text, { mode: 0o644, flag: 'wx', flush: true });
      renameSync(draft, path);
    },
  };
}
