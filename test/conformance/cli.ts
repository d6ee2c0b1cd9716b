#!/usr/bin/env node
// `npx @bauta/conformance COMMAND …`. The one file that knows the process.
import { createInterface } from 'node:readline/promises';
import { COMMANDS, isCommand } from './commands/commands.ts';
import { usageOf } from './commands/usage.ts';
import { ConfigurationFault, EXIT, type ExitCode, TargetUnreachable } from './exit-codes.ts';
import type { Language } from './text.ts';

const UNKNOWN: Readonly<Record<Language, string>> = {
  en: 'There is no such command. Type help to see those that there are.',
  fr: 'Cette commande n’existe pas. Tapez help pour voir celles qui existent.',
};
const [name = 'help', ...args] = process.argv.slice(2);
const isTerminal = process.stderr.isTTY === true;
const language = readLanguage(args);

process.exitCode = await main();

async function main(): Promise<ExitCode> {
  if (name === 'help' || name === '--help' || args.includes('--help')) {
    process.stdout.write(`${usageOf(language)}\n`);
    return EXIT.held;
  }
  try {
    if (!isCommand(name)) throw new ConfigurationFault(UNKNOWN[language]);
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
    process.stderr.write(
      `${error instanceof Error && isKnown(error) ? error.message : String((error as Error)?.stack)}\n`,
    );
    if (error instanceof ConfigurationFault) return EXIT.configuration;
    return error instanceof TargetUnreachable ? EXIT.unreachable : EXIT.fault;
  }
}

const isKnown = (error: Error): boolean => error instanceof ConfigurationFault || error instanceof TargetUnreachable;

/** French where `--lang` or the terminal's own language says so. */
function readLanguage(given: readonly string[]): Language {
  const at = given.indexOf('--lang');
  const named = at >= 0 ? given[at + 1] : (process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG);
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
