import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNginxConfiguration } from '../../services/gateway/nginx-configuration.ts';
import { readRecipe } from '../../services/gateway/read-recipe.ts';
import { findProgram, type Running, start } from './programs.ts';

/** Undefined when it is not installed. */
export const nginx: string | undefined = findProgram('nginx');

/** Where nginx listens, and whom it asks. */
export interface NginxUse {
  readonly port: number;
  readonly gateway: number;
  /** The folder of the site's files. */
  readonly site: string;
  /** More lines of the recipe, and what is to stand in their place. */
  readonly changes?: Readonly<Record<string, string>>;
}

/** Runs nginx by its recipe, out of `folder`. */
export async function startNginx(folder: string, { port, gateway, site, changes = {} }: NginxUse): Promise<Running> {
  const recipe = readRecipe('nginx.conf', {
    ...changes,
    '127.0.0.1:4006': `127.0.0.1:${gateway}`,
    'listen 80;': `listen 127.0.0.1:${port};`,
    '/var/www/site': site,
  });
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, writeNginxConfiguration(folder, recipe, process.getuid?.() === 0));
  return start(nginx as string, ['-p', folder, '-e', 'stderr', '-c', file], { port });
}
