import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, thisMachine } from '../collect/browser/find-browser.ts';
import type { CommandGiven } from '../commands/command.ts';
import { namedCatalogue } from '../commands/named-catalogue.ts';
import { readRunOptions } from '../commands/run-options.ts';
import { EXIT_OF, runTarget } from '../commands/run-target.ts';
import { readKey } from '../commands/sign-folder.ts';
import { ConfigurationFault, TargetUnreachable } from '../exit-codes.ts';
import { readTokenFile } from '../robot/enrol/token-file.ts';
import type { Report } from '../verdict/report.ts';
import type { RunSite } from './run-round.ts';

/**
 * Runs sites as `site` does, each into its own folder.
 * @param dir of the watch. @throws ConfigurationFault for what would be wrong with every run
 */
export function openRunSite(given: CommandGiven, dir: string, runArgs: readonly string[]): RunSite {
  check(runArgs);
  return async ({ address }, folder) => {
    const out = join(dir, folder);
    const path = join(out, 'report.json');
    try {
      await runTarget('site')({
        ...given,
        args: [address.href, '--out', out, ...runArgs],
        // The round says in one line what came of it.
        print: () => undefined,
        progress: (line) => given.progress(`${address.host}  ${line}`),
        askEnter: async () => false,
      });
    } catch (error) {
      if (error instanceof TargetUnreachable) rmSync(out, { recursive: true, force: true });
      // A timestamp that could not be had makes the report no worse.
      if (!(error instanceof ConfigurationFault && existsSync(path))) throw error;
      given.progress(`${address.host}  ${error.text[given.language]}`);
    }
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
    return { kind: 'report', exit: EXIT_OF[report.verdict], report };
  };
}

function check(runArgs: readonly string[]): void {
  const { catalogue, sign, tokens, browser } = readRunOptions('site', ['https://site.example', ...runArgs]);
  namedCatalogue('--catalogue', catalogue);
  if (sign !== undefined) readKey(sign);
  if (tokens !== undefined) readTokenFile(tokens);
  if (browser !== undefined && findBrowser(thisMachine(), browser) === undefined) {
    throw new ConfigurationFault({
      en: `--browser: ${browser} is no program that can be started`,
      fr: `--browser\u00a0: ${browser} n’est pas un programme qui peut être lancé`,
    });
  }
}
