import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Moves the clock of the programs that are started with its environment, and of nothing else on the machine. */
export interface ClockShim {
  /** @param seconds how far ahead of the machine's clock; negative for behind. */
  environment(seconds: number): Readonly<Record<string, string>>;
  remove(): void;
}

/** Compiles `clock-shim.c`. @returns the reason, as a string, when this machine cannot. */
export function compileClockShim(): ClockShim | string {
  if (process.platform !== 'linux') return 'the clock of one program alone can be moved on Linux only';
  const folder = mkdtempSync(join(tmpdir(), 'bauta-clock-'));
  const library = join(folder, 'clock-shim.so');
  const source = join(import.meta.dirname, 'clock-shim.c');
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], { stdio: 'ignore' });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  if (status !== 0) {
    remove();
    return 'no C compiler, and so no browser whose clock is another';
  }
  return {
    environment: (seconds) => ({ LD_PRELOAD: library, BAUTA_CLOCK_AHEAD: String(Math.trunc(seconds)) }),
    remove,
  };
}
