import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { writeNginxConfiguration } from '../../services/gateway/nginx-configuration.ts';
import { readRecipe } from '../../services/gateway/read-recipe.ts';
import { API_PATH } from '../door/paths.ts';
import { describeCheck } from '../guides/describe-check.ts';
import { MARKER } from './gated-site.ts';
import { findPhpFpm, startPhpFpm } from './php-fpm.ts';
import { findProgram, start } from './programs.ts';
import { describeDuties } from './recipe-duties.ts';
import { openRecipeGround, type RecipeGround } from './recipe-ground.ts';

const nginx = findProgram('nginx');
const php = findPhpFpm();
const RECIPES = join(import.meta.dirname, '../../services/gateway/recipes');
const PORT = 24230;
const missing =
  nginx === undefined ? ': nginx is not installed' : php === undefined ? ': php-fpm is not installed' : '';

/** The site's own pages: one for each path of the door's tests, and headers that must not survive. */
const PAGES = `<?php
if ($path === '/robots.txt' || $path === '/public/a') { echo 'public'; exit; }
if ($path === '${API_PATH}') {
  header('Content-Type: application/json');
  header('Cache-Control: public, max-age=3600');
  header('Vary: Accept-Encoding');
  header('Set-Cookie: own=1; Path=/');
  header('Set-Cookie: other=2; Path=/', false);
}
echo '${MARKER} ' . $path;
`;

describe.skipIf(missing !== '')(`a PHP site behind php-fpm${missing}`, () => {
  let ground: RecipeGround;
  beforeAll(async () => {
    ground = await openRecipeGround('php');
    const { folder, site, gateway } = ground;
    renameSync(join(site, 'media'), join(folder, 'media'));
    const pages = join(folder, 'www');
    mkdirSync(pages);
    for (const file of ['index.php', 'bauta-age-gate.php']) copyFileSync(join(RECIPES, 'php', file), join(pages, file));
    writeFileSync(join(pages, 'pages.php'), PAGES);
    const fpm = await startPhpFpm(php as string, folder, { BAUTA_GATEWAY: `127.0.0.1:${gateway.port}` });
    ground.before(() => fpm.kill('SIGTERM'));
    const recipe = readRecipe('php/nginx.conf', {
      'listen 80;': `listen 127.0.0.1:${PORT};`,
      '/var/www/site': pages,
      '/run/php/php-fpm.sock': join(folder, 'fpm.sock'),
    });
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, writeNginxConfiguration(folder, recipe, process.getuid?.() === 0));
    const running = await start(nginx as string, ['-p', folder, '-e', 'stderr', '-c', file], { port: PORT });
    ground.before(() => running.kill('SIGTERM'));
  });
  afterAll(() => ground?.close());

  describeDuties(() => ({ ...ground, port: PORT }), { media: '/media/film.mp4' });
  describeCheck('gateway-php check', () => PORT);
});
