import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where settings that are secrets may stand, beside the environment. */
export interface SecretFiles {
  /** The text of a file, without white space around it. @throws when it cannot be read. */
  read(path: string): string;
  /** As `read`; a file that is missing is made first, with 32 random bytes in hexadecimal that only its owner can read. */
  readOrMake(path: string): string;
}

/** Secrets as files on disk. */
export const secretFilesOnDisk: SecretFiles = {
  read: (path) => readFileSync(path, 'utf8').trim(),

  readOrMake(path) {
    try {
      return secretFilesOnDisk.read(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    try {
      // A link appears whole or not at all: two rooms that start at once end up with one secret.
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
    return secretFilesOnDisk.read(path);
  },
};
