import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian puts the library that stands between a process and the clock. */
const PLACES = [
  '/usr/lib',
  ...(existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`) : []),
];
const library = PLACES.map((place) => join(place, 'faketime', 'libfaketime.so.1')).find(existsSync);

/** Why no process here can be told another time; undefined when one can. */
export const whyNoFakedClock: string | undefined = findFault();

function findFault(): string | undefined {
  if (library === undefined) return "Debian's faketime is not installed";
  const env = { ...process.env, LD_PRELOAD: library, FAKETIME: '-10d', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const said = Number(execFileSync(process.execPath, ['-p', 'Date.now()'], { env, encoding: 'utf8' }));
  return Math.abs(Date.now() - said - 864_000_000) < 60_000 ? undefined : 'this Node does not read the faked clock';
}

/** The wall clock of processes, which jumps while they run. What they measure durations with runs on. */
export interface FakedClock {
  /** What a process that is to live by it is started with. */
  readonly env: NodeJS.ProcessEnv;
  /** @param seconds by which it is ahead of the true time from now on. */
  jump(seconds: number): void;
  /** The offsets, in seconds, that a process may have had between these two instants of `performance.now`. */
  offsetsBetween(from: number, to: number): readonly number[];
}

/** Milliseconds that a process may take to hear of a jump. */
const LATENESS = 250;

/** @param file where the offset is written. */
export function openFakedClock(file: string): FakedClock {
  const jumps: { readonly at: number; readonly offset: number }[] = [];
  const jump = (seconds: number): void => {
    jumps.push({ at: performance.now(), offset: seconds });
    // In one step: half a line would be another time.
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    renameSync(`${file}.new`, file);
  };
  jump(0);
  const preload = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' };
  return {
    env: library === undefined ? {} : { ...preload, FAKETIME_DONT_FAKE_MONOTONIC: '1' },
    jump,
    offsetsBetween(from, to) {
      const during = jumps.filter((_, i) => {
        const next = jumps[i + 1];
        return (jumps[i]?.at ?? 0) <= to && (next === undefined || next.at + LATENESS >= from);
      });
      return during.map(({ offset }) => offset);
    },
  };
}
