import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { readRecipe } from '../../services/gateway/read-recipe.ts';
import { describeCheck } from '../guides/describe-check.ts';
import { findProgram, start } from './programs.ts';
import { describeDuties } from './recipe-duties.ts';
import { openRecipeGround, type RecipeGround } from './recipe-ground.ts';

const caddy = findProgram('caddy');
const PORT = 24220;

describe.skipIf(caddy === undefined)(`a site behind Caddy${caddy ? '' : ': Caddy is not installed'}`, () => {
  let ground: RecipeGround;
  beforeAll(async () => {
    ground = await openRecipeGround('caddy');
    const { folder, site, gateway, application } = ground;
    const recipe = readRecipe('Caddyfile', {
      '127.0.0.1:4006': `127.0.0.1:${gateway.port}`,
      'site.example {': `http://:${PORT} {\n\tbind 127.0.0.1`,
      '/var/www/site': site,
      '127.0.0.1:8080': `127.0.0.1:${application.port}`,
    });
    const file = join(folder, 'Caddyfile');
    writeFileSync(file, `{\n\tadmin off\n}\n${recipe}`);
    const running = await start(
      caddy as string,
      ['run', '--config', file, '--adapter', 'caddyfile'],
      { port: PORT },
      { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    );
    ground.before(() => running.kill('SIGTERM'));
  });
  afterAll(() => ground?.close());

  describeDuties(() => ({ ...ground, port: PORT }));
  describeCheck('gateway-caddy check', () => PORT);
});
