import { randomBytes } from 'node:crypto';
import { ageGate, type GateOptions } from '@bauta/sdk/gate';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { testIssuer } from '@bauta/sdk/test-issuer';
import type { Fixture, Standing } from './fixture.ts';
import { createContent } from './sites/frame/content.ts';
import { type Door, serve } from './sites/frame/serve.ts';
import { createSiteClock } from './sites/frame/site-clock.ts';

/** What a fault may use of the honest site that it breaks. */
export interface Works {
  readonly origin: string;
  /** Unix seconds. */
  readonly now: () => number;
  readonly secrets: GateOptions['secrets'];
  /** Origins of the fault's other hosts, by name. */
  readonly hosts: Readonly<Record<string, string>>;
  /** The honest answer: the gate's own, or the page with a session. */
  gated(request: Request): Promise<Response>;
  /** The page as whoever is let in sees it. */
  content(request: Request): Response;
  /** A new session of the honest gate: the answer that gives its cookie, 204. */
  admit(): Promise<Response>;
}

/** How a site differs from the honest one. */
export interface Fault {
  readonly gate?: (honest: GateOptions) => Partial<GateOptions>;
  /** Answers in the site's place; undefined leaves it to the site. */
  readonly before?: (request: Request, works: Works) => Response | undefined | Promise<Response | undefined>;
  /** Changes what the site answers. */
  readonly after?: (response: Response, request: Request, works: Works) => Response | Promise<Response>;
  /** Other hosts, each on a port of its own, under `NAME.localhost`. */
  readonly hosts?: Readonly<Record<string, (request: Request, works: Works) => Response | Promise<Response>>>;
}

export type SiteFacts = Omit<Fixture, 'plan' | 'start'>;

/** Paths that the honest site says are gated. */
const CANARIES: readonly string[] = ['/', '/films/3', '/api/films', '/thumbs/3.png', '/media/film-3.mp4'];

const REFRESH_AFTER = 6 * 60 * 60;

/** The honest site, but for a fault. @param fault made anew for each start where it keeps something */
export function site(facts: SiteFacts, fault: Fault | (() => Fault)): Fixture {
  return { ...facts, plan: 'site', start: (port) => startSite(typeof fault === 'function' ? fault() : fault, port) };
}

async function startSite(fault: Fault, port: number): Promise<Standing> {
  const doors: Door[] = [];
  const hosts: Record<string, string> = {};
  let works: Works | undefined;
  const ready = (): Works => {
    if (works === undefined) throw new Error('not ready');
    return works;
  };
  for (const [name, answer] of Object.entries(fault.hosts ?? {})) {
    const door = await serve(0, (request) => answer(request, ready()));
    hosts[name] = `http://${name}.localhost:${door.port}`;
    doors.push(door);
  }
  const clock = createSiteClock();
  const door = await serve(port, async (request) => {
    const site = ready();
    const told = (await clock.answer(request)) ?? (await fault.before?.(request.clone(), site));
    const answer = told ?? (await site.gated(request));
    return (await fault.after?.(answer, request, site)) ?? answer;
  });
  doors.push(door);
  const origin = `http://colline.localhost:${door.port}`;
  works = { ...(await createSite(origin, clock.now, fault)), hosts };
  return {
    origin,
    async close() {
      await Promise.all(doors.map((one) => one.close()));
    },
  };
}

async function createSite(origin: string, now: () => number, fault: Fault): Promise<Omit<Works, 'hosts'>> {
  const secrets = [new Uint8Array(randomBytes(32))];
  const honest: GateOptions = {
    origin,
    issuer: 'issuer.localhost:1',
    wallet: 'http://wallet.localhost:1',
    secrets,
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: ['/robots.txt'],
    canaries: CANARIES,
    testIssuer: testIssuer('pass'),
    now,
  };
  const gate = ageGate({ ...honest, ...fault.gate?.(honest) });
  const content = createContent(origin);
  let readAt = Number.NEGATIVE_INFINITY;

  async function gated(request: Request): Promise<Response> {
    if (Math.abs(now() - readAt) > REFRESH_AFTER) {
      await gate.refresh();
      readAt = now();
    }
    const judged = await gate.handle(request);
    if ('response' in judged) return judged.response;
    const answer = await addBeat(content(request));
    for (const [name, value] of judged.headers) {
      if (name === 'set-cookie' || name === 'vary') answer.headers.append(name, value);
      else answer.headers.set(name, value);
    }
    return answer;
  }

  return { origin, now, secrets, content, gated, admit: () => admitBy(gated, origin) };
}

/** The heartbeat, in pages of a session alone: without one it would send a page back to the gate for ever. */
async function addBeat(answer: Response): Promise<Response> {
  if (answer.headers.get('content-type')?.startsWith('text/html') !== true) return answer;
  const html = (await answer.text()).replace('</head>', '<script src="/_age/beat.js" defer></script>\n</head>');
  return new Response(html, { status: answer.status, headers: answer.headers });
}

/** Shows the gate a good token, as a program would. */
async function admitBy(gated: Works['gated'], origin: string): Promise<Response> {
  const headers = { accept: 'application/json' };
  const offer = await gated(new Request(`${origin}/films/3`, { headers }));
  const nonce = offer.headers.get('dpop-nonce') ?? '';
  const shown = await gated(new Request(`${origin}/_age/test`, { headers: { ...headers, 'dpop-nonce': nonce } }));
  const { token, dpop } = (await shown.json()) as { readonly token: string; readonly dpop: string };
  const authorization = `PrivateToken token="${token}"`;
  return gated(new Request(`${origin}/_age/redeem`, { method: 'POST', headers: { ...headers, authorization, dpop } }));
}
