import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EXIT } from '@bauta/services/exit-codes';
import { type Choices, type OwnOptions, readChoices, usageOf } from './choices.ts';
import { beginParts, type KeptParts, resumeParts } from './kept-parts.ts';
import { formatMachine, thisMachine } from './machine.ts';
import { writePage } from './page.ts';
import { createProgress } from './progress.ts';
import { formatBounds, isHeld, type Result } from './result.ts';

/** What a measurement is given. */
export interface Run {
  readonly isQuick: boolean;
  readonly seed: number;
  /** What the command takes beside the options of all. */
  readonly own: Readonly<Record<string, string>>;
  /** Says where it is: a word or two, and from 0 to 1 how much of that is done. */
  readonly progress: (what: string, share?: number) => void;
  /** Does a part, or takes its figures from the run that was broken off. They must be plain JSON. */
  part<T>(name: string, measure: () => Promise<T>): Promise<T>;
}

/** A command that measures. */
export interface Command {
  /** As in `npm run NAME`. */
  readonly name: string;
  readonly own?: OwnOptions;
  /** @throws TypeError for an option of its own that can never be right. */
  readonly measure: (run: Run) => Promise<Result>;
}

/** Where it writes to, and from where paths are counted. */
export interface Surroundings {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
  readonly root: string;
}

/** Runs a command with these arguments. @returns its exit code: 0 when all bounds held, 1 when one did not. */
export async function runCommand(command: Command, args: readonly string[], around: Surroundings): Promise<number> {
  const { name, own = {}, measure } = command;
  const kept = resolve(around.root, '.build', 'figures', `${name}.jsonl`);
  let choices: Choices;
  let parts: KeptParts;
  try {
    choices = readChoices(args, name, own);
    parts = choices.isResumed ? resumeParts(kept) : beginParts(kept, choicesKey(choices));
  } catch (error) {
    around.err(`${name}: ${(error as Error).message}\n${usageOf(name, own)}`);
    return EXIT.configuration;
  }
  const { seed, isQuick, own: given } = parts.key;
  around.err(`${name}: seed ${seed}${isQuick ? ', quick' : ''}; --resume goes on with it if it is broken off\n`);
  const progress = createProgress(around);
  const began = performance.now();
  try {
    const result = await measure({
      ...{ isQuick, seed, own: given },
      progress: progress.say,
      async part(part, take) {
        const before = parts.find(part);
        if (before !== undefined) return before as Awaited<ReturnType<typeof take>>;
        progress.say(part);
        const figures = await take();
        parts.keep(part, figures);
        return figures;
      },
    });
    progress.end();
    const seconds = Math.round((performance.now() - began) / 1000);
    const machine = thisMachine();
    const about = { command: name, seed, quick: isQuick, seconds, machine };
    const save = (path: string, content: string): void => {
      mkdirSync(dirname(resolve(around.root, path)), { recursive: true });
      writeFileSync(resolve(around.root, path), content);
    };
    const page = writePage(result, [
      `npm run ${name}${isQuick ? ' -- --quick' : ''}, seed ${seed}, ${seconds} s.`,
      formatMachine(machine),
    ]);
    save(choices.page, page);
    const held = isHeld(result);
    const json = { ...about, held, bounds: result.bounds, data: result.data };
    if (choices.json) save(choices.json, `${JSON.stringify(json, null, 2)}\n`);
    around.out(`${formatBounds(result.bounds)}seed ${seed}, ${seconds} s. Page: ${choices.page}\n`);
    parts.forget();
    return held ? EXIT.held : EXIT.didNotHold;
  } catch (error) {
    progress.end();
    const isOurs = !(error instanceof TypeError && /^--/.test(error.message));
    around.err(`${name}: ${isOurs && error instanceof Error ? error.stack : (error as Error).message}\n`);
    return isOurs ? EXIT.fault : EXIT.configuration;
  }
}

const choicesKey = ({ seed, isQuick, own }: Choices) => ({ seed, isQuick, own });

/** For a `cli.ts`: runs it with this process' arguments, and ends the process. */
export async function runAsProgram(command: Command): Promise<never> {
  const code = await runCommand(command, process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    root: resolve(import.meta.dirname, '..', '..'),
  });
  process.exit(code);
}
