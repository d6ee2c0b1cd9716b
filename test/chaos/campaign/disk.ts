import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no disk can be mounted here; undefined when one can. */
export const whyNoDisk: string | undefined = findFault();

function findFault(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may mount a disk';
  const folder = mkdtempSync(join(tmpdir(), 'bauta-disk-'));
  const isMounted = mount('-t', 'tmpfs', '-o', 'size=64k', 'none', folder);
  if (isMounted) unmount(folder);
  rmSync(folder, { recursive: true, force: true });
  return isMounted ? undefined : 'this machine does not let root mount a disk';
}

/** A folder, on a disk of its own where that can be had. */
export interface Disk {
  readonly folder: string;
  /** Takes all the space that is left. @returns what gives it back. */
  fill(): () => void;
  /** @throws Error while somebody has a file open for writing. */
  setWritable(isWritable: boolean): void;
  remove(): void;
}

const mounted = new Set<string>();
process.on('exit', () => {
  for (const folder of mounted) unmount(folder);
});

/** @param bytes how large it is. */
export function openDisk(bytes: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-disk-'));
  const isOwn = whyNoDisk === undefined && mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'none', folder);
  if (isOwn) mounted.add(folder);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      if (!isOwn) throw new Error('a disk that others write to is not filled');
      const file = openSync(ballast, 'w');
      for (const size of [1_048_576, 4096, 1]) writeUntilFull(file, size);
      closeSync(file);
      return () => rmSync(ballast, { force: true });
    },
    setWritable(isWritable) {
      if (!isOwn || !mount('-o', `remount,${isWritable ? 'rw' : 'ro'}`, folder)) throw new Error('the disk is in use');
    },
    remove() {
      if (isOwn) unmount(folder);
      mounted.delete(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeUntilFull(file: number, size: number): void {
  const bytes = new Uint8Array(size);
  try {
    while (writeSync(file, bytes) === size);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

function mount(...args: string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}

function unmount(folder: string): void {
  // Lazily: a process that is about to die may still have a file open.
  spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
}
