#!/usr/bin/env node
// `npx @bauta/conformance COMMAND …`. The one file that knows the process.
import { createInterface } from 'node:readline/promises';
import { COMMANDS, isCommand } from './commands/commands.ts';
import { usageOf } from './commands/usage.ts';
import { ConfigurationFault, EXIT, type ExitCode, TargetUnreachable } from './exit-codes.ts';
import type { Language, Text } from './text.ts';

const UNKNOWN: Text = {
  en: 'There is no such command. Type help to see those that there are.',
  fr: 'Cette commande n’existe pas. Tapez help pour voir celles qui existent.',
};
const [name = 'help', ...args] = process.argv.slice(2);
const isTerminal = process.stderr.isTTY === true;
const language = readLanguage(args);

async function main(): Promise<ExitCode> {
  if (name === 'help' || name === '--help' || args.includes('--help')) {
    process.stdout.write(`${usageOf(language)}\n`);
    return EXIT.held;
  }
  try {
    if (!isCommand(name)) throw new ConfigurationFault(UNKNOWN);
    const command = await COMMANDS[name]();
    return await command({
      args,
      language,
      print: (line) => void process.stdout.write(`${line}\n`),
      progress,
      now: Date.now,
      env: process.env,
      askEnter,
    });
  } catch (error) {
    clearLine();
    const isTold = error instanceof ConfigurationFault || error instanceof TargetUnreachable;
    process.stderr.write(`${isTold ? error.text[language] : ((error as Error)?.stack ?? String(error))}\n`);
    if (error instanceof ConfigurationFault) return EXIT.configuration;
    return error instanceof TargetUnreachable ? EXIT.unreachable : EXIT.fault;
  }
}

/** French where `--lang`, the terminal or else the system says so: Windows sets none of the variables. */
function readLanguage(given: readonly string[]): Language {
  const at = given.indexOf('--lang');
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const set = LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  const named = at >= 0 ? given[at + 1] : set;
  return named?.startsWith('fr') ? 'fr' : 'en';
}

function progress(line: string): void {
  if (!isTerminal) return void process.stderr.write(`${line}\n`);
  clearLine();
  process.stderr.write(line.slice(0, (process.stderr.columns ?? 80) - 1));
}

function clearLine(): void {
  if (isTerminal) process.stderr.write('\r\u001b[2K');
}

async function askEnter(sentence: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) return false;
  clearLine();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  await terminal.question(`${sentence} `);
  terminal.close();
  return true;
}

// Last, since a function can use what stands above it only.
process.exitCode = await main();
