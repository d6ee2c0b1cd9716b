import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Running, start } from './programs.ts';

const ROOT = join(import.meta.dirname, '../..');
/** In no answer, report or log. */
const SECRET = 'c5'.repeat(32);

/** How a program ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The gateway as it is published, one file, and a folder of its own for what it reads and writes. */
export interface BuiltGateway {
  readonly program: string;
  /** Holds `age.secret`. */
  readonly folder: string;
  /** Writes `NAME.toml` there, a line for each value, in the order given. @returns its path */
  configure(name: string, values: Readonly<Record<string, unknown>>): string;
  /** Starts it and waits until it listens at that port. */
  run(file: string, port: number): Promise<Running>;
  /** Runs it to its end; what this process serves can answer meanwhile. */
  runOnce(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  remove(): void;
}

/** @param name of the test, for folders. The program stands in the tree, where its native dependencies are found. */
export function buildGateway(name: string): BuiltGateway {
  const built = join(ROOT, `.build/gateway-${name}-${process.pid}`);
  const program = join(built, 'bauta-gateway.mjs');
  const folder = mkdtempSync(join(tmpdir(), `bauta-${name}-`));
  mkdirSync(built, { recursive: true });
  const build = ['services/gateway/build.mjs', '--out', program];
  const { status, stderr } = spawnSync(process.execPath, build, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0 || stderr !== '') throw new Error(`build.mjs ended with ${status}\n${stderr}`);
  writeFileSync(join(folder, 'age.secret'), SECRET, { mode: 0o600 });

  return {
    program,
    folder,
    configure(file, values) {
      const path = join(folder, `${file}.toml`);
      // A text, number or list of texts is the same in TOML and in JSON.
      const lines = Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
      writeFileSync(path, lines.join(''));
      return path;
    },
    run: (file, port) => start(process.execPath, [program, '--config', file], { port }),
    runOnce: (args, env = {}) => runOnce([program, ...args], env),
    remove() {
      rmSync(folder, { recursive: true, force: true });
      rmSync(built, { recursive: true, force: true });
    },
  };
}

/** Runs Node to its end. */
export function runOnce(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { timeout: 30_000, env: { ...process.env, ...env } };
    execFile(process.execPath, [...argv], options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}
