import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { RivalName } from './rival.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./rival.ts', import.meta.url));

/** Starts a process of `rival.ts`. Its first line says that it is ready. */
export function startRival(name: RivalName, place: string): ChildProcessByStdio<Writable, Readable, null> {
  const args = ['--conditions=bauta-source', '--import', 'tsx', PROGRAM, name, place];
  return spawn(process.execPath, args, { cwd: FOLDER, stdio: ['pipe', 'pipe', 'inherit'] });
}
