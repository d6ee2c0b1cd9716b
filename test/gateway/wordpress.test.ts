import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNginxConfiguration } from '../../services/gateway/nginx-configuration.ts';
import { readRecipe } from '../../services/gateway/read-recipe.ts';
import { admit } from '../door/admit.ts';
import { HOST } from '../door/headers.ts';
import { ask } from '../door/raw-ask.ts';
import { describeCheck } from '../guides/describe-check.ts';
import { ORIGIN } from './breakable-gateway.ts';
import { MARKER } from './gated-site.ts';
import { findPhpFpm, startPhpFpm } from './php-fpm.ts';
import { findProgram, start } from './programs.ts';
import { describeDuties, get } from './recipe-duties.ts';
import { openRecipeGround, type RecipeGround } from './recipe-ground.ts';
import { layOutWordPress } from './wordpress-stub.ts';

const nginx = findProgram('nginx');
const php = findPhpFpm();
const RECIPES = join(import.meta.dirname, '../../services/gateway/recipes');
const PORT = 24240;
const MEDIA = '/wp-content/uploads/film.mp4';
const missing =
  nginx === undefined ? ': nginx is not installed' : php === undefined ? ': php-fpm is not installed' : '';

describe.skipIf(missing !== '')(`the WordPress plug-in, with WordPress stubbed${missing}`, () => {
  let ground: RecipeGround;
  beforeAll(async () => {
    ground = await openRecipeGround('wordpress');
    const { folder, site, gateway } = ground;
    for (const own of ['index.html', 'films', 'public', 'robots.txt']) rmSync(join(site, own), { recursive: true });
    layOutWordPress(site);
    copyFileSync(join(RECIPES, 'wordpress/bauta-age-gate.php'), join(site, 'wp-content/mu-plugins/bauta-age-gate.php'));
    const fpm = await startPhpFpm(php as string, folder, { BAUTA_GATEWAY: `127.0.0.1:${gateway.port}` });
    ground.before(() => fpm.kill('SIGTERM'));
    const recipe = readRecipe('wordpress/nginx.conf', {
      'listen 80;': `listen 127.0.0.1:${PORT};`,
      '/var/www/wordpress': site,
      '/run/php/php-fpm.sock': join(folder, 'fpm.sock'),
    });
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, writeNginxConfiguration(folder, recipe, process.getuid?.() === 0));
    const running = await start(nginx as string, ['-p', folder, '-e', 'stderr', '-c', file], { port: PORT });
    ground.before(() => running.kill('SIGTERM'));
  });
  afterAll(() => ground?.close());

  describeDuties(() => ({ ...ground, port: PORT }), { media: MEDIA, open: ['/public/a', '/robots.txt'] });
  describeCheck('gateway-wordpress check', () => PORT);

  it('opens no page by a query or a body at a public address', async () => {
    for (const request of [
      { line: 'GET /public/a?p=3', headers: [HOST] },
      { line: 'GET /robots.txt?p=3', headers: [HOST] },
      { line: 'POST /public/a', headers: [HOST, 'Content-Type: application/x-www-form-urlencoded'], body: 'p=3' },
      { line: 'GET /xmlrpc.php', headers: [HOST] },
      { line: 'GET /wp-login.php/../index.php', headers: [HOST] },
      { line: 'GET /wp-content/cache/index.html', headers: [HOST] },
      { line: 'GET /wp-content/uploads/stray.php', headers: [HOST] },
    ]) {
      const answer = await ask(PORT, request);
      expect([request.line, [401, 404].includes(answer.status)]).toEqual([request.line, true]);
      expect(answer.raw.includes(MARKER)).toBe(false);
    }
    expect((await get(PORT, '/wp-login.php')).status).toBe(200);
  });

  it('keeps pages out of caches, lets them beat, and gives out no script', async () => {
    const [held] = await ground.issuer.mint();
    if (held === undefined) throw new Error('no token');
    const cookie = `Cookie: ${await admit(PORT, ORIGIN, held)}`;
    const page = (await get(PORT, '/films/3', [cookie])).body.toString();
    expect(page).toContain('not cached');
    expect(page).toContain('/_age/beat.js');
    for (const path of ['stray.php', 'none.mp4', '', 'film.mp4%00', 'film.mp4/', '.', '..%2f..%2findex.php']) {
      const answer = await get(PORT, `/wp-content/uploads/${path}`, [cookie]);
      expect([path, answer.raw.includes('<?php')]).toEqual([path, false]);
      // The last one is the front page to nginx.
      if (!path.startsWith('..')) expect([path, answer.status === 200]).toEqual([path, false]);
    }
  });

  it('holds the same door as the PHP recipe, line by line', () => {
    const [one, other] = ['php', 'wordpress'].map((folder) => {
      const text = readFileSync(join(RECIPES, folder, 'bauta-age-gate.php'), 'utf8');
      return text.slice(text.indexOf('\n', text.indexOf('// begin of what')), text.indexOf('// end of what'));
    });
    expect(one?.length).toBeGreaterThan(5000);
    expect(other).toBe(one);
  });
});
