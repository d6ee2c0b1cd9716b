import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import type { SeenCheckpoint } from '../log/seen-checkpoint.ts';

/**
 * Keeps the last checkpoint of the log in a file (on Node), so that a log that was rewritten is noticed after a restart
 * too. Processes that share the file share what they saw.
 * @param path in a folder that exists. What cannot be read or written rejects, and the keys are not taken anew.
 */
export function checkpointFile(path: string): SeenCheckpoint {
  return {
    async load() {
      return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
    },
    async save(checkpoint) {
      const draft = `${path}.${randomUUID()}`;
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(checkpoint);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    },
  };
}
