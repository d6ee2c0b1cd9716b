import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, type Running, start } from './programs.ts';

/** Where php-fpm is; its version stands in its name. Undefined when it is not installed. */
export function findPhpFpm(): string | undefined {
  const names = ['8.2', '8.3', '8.4', '8.5', ''].map((version) => `php-fpm${version}`);
  return names.map(findProgram).find((path) => path !== undefined);
}

/** Starts php-fpm in the foreground with a pool of four at `folder/fpm.sock`. */
export async function startPhpFpm(
  program: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const socket = join(folder, 'fpm.sock');
  const file = join(folder, 'fpm.conf');
  const lines = [
    '[global]',
    `pid = ${join(folder, 'fpm.pid')}`,
    `error_log = ${join(folder, 'fpm.log')}`,
    'daemonize = no',
    '[www]',
    ...(process.getuid?.() === 0 ? ['user = root', 'group = root'] : []),
    `listen = ${socket}`,
    'pm = static',
    'pm.max_children = 12',
    'clear_env = yes',
    'catch_workers_output = yes',
    ...Object.entries(env).map(([name, value]) => `env[${name}] = ${value}`),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const asRoot = process.getuid?.() === 0 ? ['-R'] : [];
  return start(program, ['-n', '-F', ...asRoot, '-p', folder, '-y', file], { path: socket });
}
