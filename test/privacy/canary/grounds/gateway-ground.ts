import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '@bauta/sdk/client';
import { parsePresentRequest, writeUtf8 } from '@bauta/sdk/protocol';
import { writeNginxConfiguration } from '../../../../services/gateway/nginx-configuration.ts';
import { readRecipe } from '../../../../services/gateway/read-recipe.ts';
import { serveIssuer } from '../../../door/issuer-over-http.ts';
import { createHeadlessBrowser } from '../../../flow/browser.ts';
import { buildGateway } from '../../../gateway/built-gateway.ts';
import { layOutSite, serveApplication } from '../../../gateway/gated-site.ts';
import { start } from '../../../gateway/programs.ts';
import { nginx } from '../../../gateway/start-nginx.ts';
import { startRedis, whyNoRedis } from '../../../programs/redis.ts';
import { createCapture } from '../capture.ts';
import { markExchange } from '../mark-exchange.ts';
import type { Marks } from '../marks.ts';
import type { Haystack } from '../observe.ts';
import { markPersona, type Persona } from '../persona.ts';
import { fetchFrom } from './fetch-from.ts';
import { openRecordingProxy } from './recording-proxy.ts';
import type { Journey, Remains } from './remains.ts';

const HTML = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const WHERE = 'a gateway on Redis behind nginx';

export interface GatewayGroundOptions {
  readonly marks: Marks;
  /** With an address of this machine's own. */
  readonly person: Persona;
  /** Of a range of 100 that nothing else uses. */
  readonly portBase: number;
  readonly progress?: (what: string, share: number) => void;
}

/**
 * A site as the guides set it up: nginx by the recipe, with the access log that it writes by default, the published
 * gateway with metrics, and Redis, of which an operator keeps a snapshot beside the append-only file.
 * @throws Error without redis-server or nginx
 */
export async function walkGateway(options: GatewayGroundOptions): Promise<Remains> {
  const { marks, person, portBase, progress = () => {} } = options;
  if (whyNoRedis) throw new Error(whyNoRedis);
  if (!nginx) throw new Error('nginx is not installed');
  progress(WHERE, 0);
  const folder = mkdtempSync(join(tmpdir(), 'bauta-canary-gateway-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const ports = { front: portBase, gateway: portBase + 1, recorded: portBase + 2, metrics: portBase + 3 };
    const origin = `http://site.localhost:${ports.front}`;
    const capture = createCapture();
    marks.keep('name of the site', new URL(origin).host);
    markPersona(marks, person);
    const file = async (request: Request, response: Response): Promise<void> => {
      await markExchange(marks, request.clone(), response.clone());
      await capture.exchange('site', request, response);
    };
    const issuer = await serveIssuer();
    closing.unshift(issuer.close);
    const redis = await startRedis();
    closing.unshift(redis.remove);
    const application = await serveApplication();
    closing.unshift(application.close);
    const built = buildGateway('canary');
    closing.unshift(built.remove);
    const configuration = built.configure('canary', {
      origin,
      issuer: issuer.name,
      wallet: 'https://wallet.example',
      secrets_file: 'age.secret',
      store: redis.url,
      listen: `127.0.0.1:${ports.gateway}`,
      metrics: `127.0.0.1:${ports.metrics}`,
    });
    const gateway = await built.run(configuration, ports.gateway);
    closing.unshift(() => gateway.kill('SIGTERM'));
    const proxy = await openRecordingProxy(ports.recorded, ports.gateway, file);
    closing.unshift(proxy.close);
    const accessLog = join(folder, 'access.log');
    const server = await startFront(folder, accessLog, ports, application.port);
    closing.unshift(() => server.kill('SIGTERM'));

    const send = fetchFrom(person.address);
    const journeys: Journey[] = [];
    const ownFetch: typeof send = async (input, init) => {
      const request = new Request(input, init);
      for (const [name, value] of Object.entries(person.headers)) request.headers.set(name, value);
      const copy = request.clone();
      const response = await send(request);
      await file(copy, response.clone());
      return response;
    };
    const [first, second] = await issuer.mint();
    if (!first || !second) throw new Error('no tokens');
    const note = (name: string, ended: number, should: number): void => {
      if (ended !== should) throw new Error(`${name}: ended with ${ended}, not ${should}`);
      journeys.push({ name, where: WHERE, ended: String(ended) });
    };
    progress(WHERE, 0.6);
    const browser = createHeadlessBrowser(ownFetch);
    const form = async (token: typeof first, jar = browser): Promise<number> => {
      await jar.fetch(origin + person.path, { headers: HTML });
      const go = await jar.fetch(`${origin}/_age/go`, { headers: HTML });
      const asked = parsePresentRequest((go.headers.get('location') ?? '').split('#')[1] ?? '');
      const body = String(new URLSearchParams({ ...(await present(token, asked)) }));
      const headers = { ...HTML, origin: 'null', 'content-type': 'application/x-www-form-urlencoded' };
      await jar.fetch(asked.redeem, { method: 'POST', headers, body });
      await jar.fetch(`${origin}/_age/enter`, { headers: HTML });
      return (await jar.fetch(origin + person.path, { headers: HTML })).status;
    };
    note('form', await form(first), 404);
    note('the same token again', await form(first, createHeadlessBrowser(ownFetch)), 403);
    const asked = await ownFetch(origin + person.path, { headers: { accept: 'application/json' } });
    const redeem = `${origin}/_age/redeem`;
    const shown = await present(second, { redeem, challenge: asked.headers.get('dpop-nonce') ?? '' });
    const headers = { authorization: `PrivateToken token="${shown.token}"`, dpop: shown.dpop };
    note('headers', (await ownFetch(redeem, { method: 'POST', headers })).status, 204);
    const words = encodeURIComponent(person.words);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `token=${words}&dpop=${words}`;
    note('words in place of a proof', (await ownFetch(redeem, { method: 'POST', headers: type, body })).status, 303);
    await ownFetch(redeem, { method: 'POST', headers: { authorization: person.words, dpop: person.words } });
    await ownFetch(`${origin}/${words}?${words}`, { headers: HTML });

    const metrics = await (await send(`http://metrics.localhost:${ports.metrics}/metrics`)).text();
    await redis.ask('SAVE');
    const { dir } = (await redis.ask('CONFIG', 'GET', 'dir')) as { readonly dir: string };
    const haystacks: Haystack[] = [
      ...capture.haystacks,
      ...filesIn(dir).map(
        ([name, bytes]) => ({ party: 'site', place: 'keeps', name: `Redis ${name}`, bytes }) as const,
      ),
      { party: 'site', place: 'logs', name: 'what the gateway printed', bytes: writeUtf8(gateway.output()) },
      { party: 'site', place: 'logs', name: 'metrics of the gateway', bytes: writeUtf8(metrics) },
      { party: 'web server', place: 'logs', name: 'access log of nginx', bytes: readFileSync(accessLog) },
      { party: 'web server', place: 'logs', name: 'what nginx printed', bytes: writeUtf8(server.output()) },
    ];
    return { haystacks, journeys };
  } finally {
    for (const close of closing) await close();
  }
}

/** nginx by the recipe, but for what a test cannot do without, and with the log that it writes unless told otherwise. */
function startFront(
  folder: string,
  accessLog: string,
  ports: { readonly front: number; readonly recorded: number },
  application: number,
): ReturnType<typeof start> {
  const site = join(folder, 'site');
  mkdirSync(site);
  layOutSite(site);
  const recipe = readRecipe('nginx.conf', {
    '127.0.0.1:4006': `127.0.0.1:${ports.recorded}`,
    '127.0.0.1:8080': `127.0.0.1:${application}`,
    'listen 80;': `listen 127.0.0.1:${ports.front};`,
    '/var/www/site': site,
  });
  const whole = writeNginxConfiguration(folder, recipe, process.getuid?.() === 0);
  const logged = whole.replace('access_log off;', `access_log ${accessLog};`);
  if (logged === whole) throw new Error('the access log stays off');
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, logged);
  return start(nginx as string, ['-p', folder, '-e', 'stderr', '-c', path], { port: ports.front });
}

function filesIn(folder: string): [name: string, bytes: Uint8Array][] {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((file) => file.isFile());
  return files.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name))]);
}
