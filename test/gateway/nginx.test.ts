import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { writeNginxConfiguration } from '../../services/gateway/nginx-configuration.ts';
import { readRecipe } from '../../services/gateway/read-recipe.ts';
import { findProgram, start } from './programs.ts';
import { describeDuties } from './recipe-duties.ts';
import { openRecipeGround, type RecipeGround } from './recipe-ground.ts';

const nginx = findProgram('nginx');
const PORT = 24210;

describe.skipIf(nginx === undefined)(`a site behind nginx${nginx ? '' : ': nginx is not installed'}`, () => {
  let ground: RecipeGround;
  beforeAll(async () => {
    ground = await openRecipeGround('nginx');
    const { folder, site, gateway, application } = ground;
    const recipe = readRecipe('nginx.conf', {
      '127.0.0.1:4006': `127.0.0.1:${gateway.port}`,
      'listen 80;': `listen 127.0.0.1:${PORT};`,
      '/var/www/site': site,
      '127.0.0.1:8080': `127.0.0.1:${application.port}`,
    });
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, writeNginxConfiguration(folder, recipe, process.getuid?.() === 0));
    const running = await start(nginx as string, ['-p', folder, '-e', 'stderr', '-c', file], { port: PORT });
    ground.before(() => running.kill('SIGTERM'));
  });
  afterAll(() => ground?.close());

  describeDuties(() => ({ ...ground, port: PORT }));
});
