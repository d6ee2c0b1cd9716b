import { setTimeout as wait } from 'node:timers/promises';
import { keepWatch } from '../watch/keep-watch.ts';
import { openRunSite } from '../watch/open-run-site.ts';
import { readWatchOptions } from '../watch/watch-options.ts';
import type { Command } from './command.ts';

/** As a shell counts a program that was ended by a signal. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143 } as const;

/** `watch LIST --out DIR`: runs over a list of sites, with their history and what changed since. */
export const watch: Command = async (given) => {
  const { args, language, print, progress, now } = given;
  const options = readWatchOptions(args);
  const runSite = openRunSite(given, options.out, options.runArgs);
  const forget: (() => void)[] = [];
  try {
    return await keepWatch({
      options,
      language,
      print,
      progress,
      now,
      wait,
      runSite,
      onLocked(release) {
        const listen = (event: string, act: () => void): void => {
          process.once(event, act);
          forget.push(() => process.off(event, act));
        };
        listen('exit', release);
        for (const [signal, code] of Object.entries(ENDED_BY)) listen(signal, () => process.exit(code));
      },
    });
  } finally {
    for (const one of forget) one();
  }
};
