// The wallet on Workers: the files of `npm run build`, with the headers of its `_headers` and no others.
import { AgeError } from '@bauta/sdk/protocol';
import { systemClock } from '../clock.ts';
import { createRoom } from '../http/room.ts';
import { createLog } from '../log-events.ts';
import { answerProblem } from '../problem.ts';

interface WalletEnv {
  readonly ASSETS: { fetch(request: Request): Promise<Response> };
}

/** What the platform adds by itself. */
const ADDED = ['etag', 'last-modified', 'cf-cache-status'];

/** Asked without any header: a range or a validator would change the answer. */
async function serveFile(request: Request, { ASSETS }: WalletEnv): Promise<Response> {
  const { origin, pathname } = new URL(request.url);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const file = isRead
    ? await ASSETS.fetch(new Request(`${origin}${decode(pathname)}`, { redirect: 'manual' }))
    : undefined;
  // The platform has second spellings for a page, and redirects from them; the wallet has one.
  if (file?.status !== 200)
    return answerProblem(new AgeError('ERR_NOT_FOUND'), { 'x-content-type-options': 'nosniff' });
  const headers = new Headers(file.headers);
  for (const name of ADDED) headers.delete(name);
  return new Response(request.method === 'HEAD' ? null : file.body, { headers });
}

/** As the router on Node reads a path. */
function decode(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

const clock = systemClock();
const log = createLog({ room: 'wallet', now: clock.now, write: (line) => console.log(line.trimEnd()) });

export default {
  fetch(request: Request, env: WalletEnv): Response | Promise<Response> {
    const rest = (asked: Request): Promise<Response> => serveFile(asked, env);
    return createRoom({ name: 'wallet', routes: [], healthy: () => true, clock, log, rest }).fetch(request);
  },
};
