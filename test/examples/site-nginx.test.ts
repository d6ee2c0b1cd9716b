import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST } from '../door/headers.ts';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { ask } from '../door/raw-ask.ts';
import { type BuiltGateway, buildGateway } from '../gateway/built-gateway.ts';
import { nginx, startNginx } from '../gateway/start-nginx.ts';
import { expectGuarded } from '../packages/expect-guarded.ts';
import { copyExample } from '../programs/copy-example.ts';
import { freePort } from '../programs/ports.ts';

const whyNot = nginx ? '' : ' (skipped: nginx is not installed)';
describe.skipIf(nginx === undefined)(`the folder spec/examples/site-nginx, copied${whyNot}`, () => {
  const closing: (() => unknown)[] = [];
  let issuer: ServedIssuer;
  let built: BuiltGateway;
  let port: number;

  beforeAll(async () => {
    issuer = await serveIssuer();
    closing.unshift(issuer.close);
    built = buildGateway('example');
    closing.unshift(built.remove);
    port = await freePort();
    const gateway = await freePort();
    const { folder } = built;
    copyExample('site-nginx', folder, { 'issuer.example': issuer.name, '127.0.0.1:4006': `127.0.0.1:${gateway}` });
    const asks = await built.run(`${folder}/bauta.toml`, gateway);
    closing.unshift(() => asks.kill('SIGTERM'));
    const serves = await startNginx(folder, { port, gateway, site: `${folder}/site` });
    closing.unshift(() => serves.kill('SIGTERM'));
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it('guards a page', () => expectGuarded(port, issuer));

  it('keeps open what is open', async () => {
    const { status, body } = await ask(port, { line: 'GET /public/', headers: [HOST] });
    expect([status, body.toString()]).toEqual([200, expect.stringContaining('Open to everyone')]);
  });
});
