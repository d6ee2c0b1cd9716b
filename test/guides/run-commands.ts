import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { ROOT } from '../laws/sources.ts';

/** A command of a guide, and how it ended. */
export interface Ran {
  readonly command: string;
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** What a guide's commands are run with. */
export interface RunUse {
  /** Texts of the guide that are an operator's own, and what stands in their place. */
  readonly own?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Unless given, the root of the project. */
  readonly folder?: string;
}

/** What npm says of settings of the machine that it no longer knows. */
const NPM_SAYS = /^npm warn .*\n/gm;
const LONGEST_MS = 240_000;

/** Runs commands by the shell, one after the other, as they stand there but for what is an operator's own. */
export async function runCommands(
  commands: readonly string[],
  { own = {}, env = {}, folder = ROOT }: RunUse = {},
): Promise<readonly Ran[]> {
  const ran: Ran[] = [];
  for (const command of commands) {
    const line = Object.entries(own).reduce((text, [from, to]) => text.replaceAll(from, to), command);
    ran.push({ command, ...(await runLine(line, folder, env)) });
  }
  return ran;
}

function runLine(
  line: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Pick<Ran, 'exit' | 'out' | 'err'>> {
  const use = { cwd, encoding: 'utf8' as const, timeout: LONGEST_MS, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile(
      'sh',
      ['-c', line],
      { ...use, env: { PATH: process.env.PATH, HOME: homedir(), ...env } },
      (error, out, err) => {
        const exit = error === null ? 0 : Number(error.code ?? -1);
        resolve({ exit, out, err: err.replace(NPM_SAYS, '') });
      },
    );
  });
}
