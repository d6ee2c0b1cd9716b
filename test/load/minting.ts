import { constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';
import { BATCH_LENGTH, BATCH_SIZE, formatBase64url, readBatchRequest, readBatchResponse } from '@bauta/sdk/protocol';
import { modulusOfSpki } from '@bauta/services/keys/check-blinded';
import { isTaken } from '@bauta/services/ports';
import { openChild } from '../programs/child.ts';
import type { IssuerProcess } from './issuer-process.ts';
import type { BatchPost, RoomsProcess } from './rooms-process.ts';
import type { Prepared, Target } from './target.ts';
import { openLines } from './traffic.ts';

const FIRST_PORT = 26_000;
const PORTS_OF_ROOMS = 20;

/** The issuer in a process of its own, and the attester, the log and its witness in another. */
export async function openMinting(): Promise<Target> {
  const rooms = await openChild<RoomsProcess>(new URL('./rooms-process.ts', import.meta.url), ['--expose-gc']);
  const issuer = await openChild<IssuerProcess>(new URL('./issuer-process.ts', import.meta.url), ['--expose-gc']);
  const port = await issuer.ask('open', await rooms.ask('open', await freePortBase()));
  const spki = await rooms.ask('meetIssuer');
  // Under the plain OID: as a key for PSS, OpenSSL would not raise with it.
  const n = formatBase64url(modulusOfSpki(new Uint8Array(spki)));
  const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  const lines = openLines([port]);
  // A process is asked one thing at a time; a batch is finished while the next ones are being made.
  const inTurn = takeTurns();
  const finish: Finish = (of, answer) => inTurn(() => rooms.ask('finish', of, answer));
  const prepare = async (count: number): Promise<Prepared> =>
    prepared(finish, key, await inTurn(() => rooms.ask('prepare', count)));
  return {
    lines,
    servers: [issuer],
    prepare,
    beginSteady: async () => prepare,
    async close() {
      lines.close();
      await issuer.close();
      await rooms.close();
    },
  };
}

type Finish = (of: number, answer: Uint8Array) => Promise<number>;

function prepared(finish: Finish, key: KeyObject, posts: readonly BatchPost[]): Prepared {
  return {
    requests: posts.map(({ request }) => Buffer.from(request)),
    isRight: async (i, { body }) => {
      const { request, genuine } = posts[i] as BatchPost;
      if (genuine !== undefined && (await finish(genuine, body)) !== BATCH_SIZE) return false;
      const asked = readBatchRequest(new Uint8Array(request.slice(request.length - BATCH_LENGTH)));
      const answered = readBatchResponse(new Uint8Array(body));
      return asked.every((item, at) => {
        const signature = answered[at]?.body ?? new Uint8Array();
        // RSAVP1: what was signed comes back.
        const raised = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
        return raised.equals(item.body.slice(1));
      });
    },
  };
}

/** One after the other, in the order of asking. */
function takeTurns(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const turn = last.then(act, act);
    last = turn.catch(() => {});
    return turn;
  };
}

/** The first of as many ports as the rooms need, none of them taken. */
async function freePortBase(): Promise<number> {
  for (let base = FIRST_PORT; base < FIRST_PORT + 1000; base += PORTS_OF_ROOMS) {
    const taken = await Promise.all(Array.from({ length: PORTS_OF_ROOMS }, (_, i) => isTaken(base + i)));
    if (!taken.includes(true)) return base;
  }
  throw new Error('no ports are free');
}
