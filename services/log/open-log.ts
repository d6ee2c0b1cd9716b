import { runRegularly } from '../schedule.ts';
import type { Given, Standing } from '../standing.ts';
import { openLogFolder } from './folder-door.ts';
import { readLogSettings } from './log-settings.ts';

/** The log's room on a folder, from its settings. @throws ConfigFault also when the seed is not that of the key. */
export async function openLog(given: Given<'log'>): Promise<Standing> {
  const { config, clock, log } = given;
  const door = await openLogFolder(config.logFolder, await readLogSettings(given));
  const schedule = await runRegularly(door.refresh, { clock, log });
  return {
    fetch: door.fetch,
    async close() {
      await schedule.stop();
      await door.close();
    },
  };
}
