import { type Bytes, concat, formatBase64url } from '@bauta/sdk/protocol';
import type { RoomName } from '../rooms.ts';
import { answerEmpty, answerJson } from './answer.ts';
import { strikeOut } from './strike-out.ts';

/** How many requests a room keeps, and how many bytes of each one's body: 13 MB of bodies at most. */
export const REQUESTS_KEPT = 200;
export const BODY_BYTES_KEPT = 65_536;

/** Where the demonstration asks what a room received. */
export const RECEIVED_PATH = '/_demo/received';

/** What is of the demonstration itself, and no part of what it shows. */
const UNRECORDED = /^\/(?:(?:_demo|_test|who-knows-what)\/|(?:healthz|who-knows-what|knows)(?:$|\?)|assets\/knows-)/;

type Answering = (request: Request) => Response | Promise<Response>;

/** A request as it came. */
interface Received {
  /** Unix seconds. */
  readonly at: number;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Cookies and credentials struck out: they would open to whoever reads them here what their owner has open. */
  readonly headers: Readonly<Record<string, string>>;
  body: Bytes;
}

export interface ShownRoom {
  readonly room: RoomName;
  readonly origin: string;
  /** Whose page may read it, beside the room's own. */
  readonly walletOrigin: string;
  /** Unix seconds. */
  readonly now: () => number;
}

/**
 * For demonstration only: a room that also says what it received. The last `REQUESTS_KEPT` requests stay in memory and
 * nowhere else, and `GET /_demo/received` answers
 * `{room, origin, since, version, forgotten, requests: [{at, method, path, headers, body: base64url}]}`, or 204 when
 * `?have=` names the version there is. Of cookies and credentials it keeps names and lengths alone (`strike-out.ts`),
 * since anybody may read it. The request goes on untouched and at once; whatever goes wrong with keeping it is nobody's
 * refusal.
 */
export function showReceived(answer: Answering, shown: ShownRoom): Answering {
  const { room, origin, walletOrigin, now } = shown;
  const since = now();
  const kept: Received[] = [];
  let version = 0;
  let forgotten = 0;

  function keep(request: Request, path: string): void {
    const received: Received = {
      at: now(),
      method: request.method,
      path,
      headers: strikeOut(request.headers),
      body: new Uint8Array(),
    };
    kept.push(received);
    version++;
    if (kept.length > REQUESTS_KEPT) {
      kept.shift();
      forgotten++;
    }
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const { body } = request.clone();
    readStart(body, BODY_BYTES_KEPT).then(
      (bytes) => {
        received.body = bytes;
        version++;
      },
      () => {},
    );
  }

  function tell(have: string | null): Response {
    const headers = {
      'access-control-allow-origin': walletOrigin,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    };
    if (have === String(version)) return answerEmpty(headers);
    const requests = kept.map((received) => ({ ...received, body: formatBase64url(received.body) }));
    return answerJson({ room, origin, since, version, forgotten, requests }, headers);
  }

  return (request) => {
    const url = new URL(request.url);
    // Under another name the door is not there: no page of elsewhere can come in by a name of its own for this machine.
    if (url.pathname === RECEIVED_PATH && request.method === 'GET' && url.origin === origin) {
      return tell(url.searchParams.get('have'));
    }
    try {
      const path = url.pathname + url.search;
      if (!UNRECORDED.test(path)) keep(request, path);
    } catch {
      // As said above.
    }
    return answer(request);
  };
}

/** The first `max` bytes of a stream; the rest is not waited for. */
async function readStart(stream: ReadableStream<Uint8Array> | null, max: number): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream?.getReader();
  while (reader !== undefined && length < max) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  reader?.cancel().catch(() => {});
  return concat(...chunks).slice(0, max);
}
