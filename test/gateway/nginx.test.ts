import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit, NAVIGATION } from '../door/admit.ts';
import { describeCheck } from '../guides/describe-check.ts';
import { ORIGIN } from './breakable-gateway.ts';
import { MARKER } from './gated-site.ts';
import { describeDuties, get } from './recipe-duties.ts';
import { openRecipeGround, type RecipeGround } from './recipe-ground.ts';
import { nginx, startNginx } from './start-nginx.ts';

const PORT = 24210;
const EXAMPLE = '  # Yours: an application.\n';
/** As sites have it whose pages are drawn by a script: nginx asks once more, for the page it falls back to. */
const FALLBACK = '  location /drawn/ {\n    try_files $uri /index.html;\n  }\n';

describe.skipIf(nginx === undefined)(`a site behind nginx${nginx ? '' : ': nginx is not installed'}`, () => {
  let ground: RecipeGround;
  beforeAll(async () => {
    ground = await openRecipeGround('nginx');
    const { folder, site, gateway, application } = ground;
    const changes = { '127.0.0.1:8080': `127.0.0.1:${application.port}`, [EXAMPLE]: FALLBACK + EXAMPLE };
    const running = await startNginx(folder, { port: PORT, gateway: gateway.port, site, changes });
    ground.before(() => running.kill('SIGTERM'));
  });
  afterAll(() => ground?.close());

  describeDuties(() => ({ ...ground, port: PORT }));
  describe.each(['gateway-nginx check', 'gateway-apache check', 'gateway check', 'behind-a-proxy check'])(
    '%s',
    (name) => describeCheck(name, () => PORT),
  );

  it('passes on the next id of a session where an internal redirect makes it ask again', async () => {
    const [held] = await ground.issuer.mint();
    if (held === undefined) throw new Error('no token');
    const cookie = await admit(PORT, ORIGIN, held);
    const answer = await get(PORT, '/drawn/list', [...NAVIGATION, `Cookie: ${cookie}`]);
    expect([answer.status, answer.body.toString().includes(MARKER)]).toEqual([200, true]);
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-age=[\w-]{43};/)]);
    expect((await get(PORT, '/drawn/list', NAVIGATION)).status).toBe(403);
  });
});
