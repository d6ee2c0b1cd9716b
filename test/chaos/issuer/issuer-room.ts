import { AgeError, type Slot } from '@bauta/sdk/protocol';
import { keptText, sqliteKeptTexts } from '@bauta/sdk/stores/sqlite';
import { createRoom } from '../../../services/http/room.ts';
import { directoryRoute } from '../../../services/keys/directory-route.ts';
import { openRoomLog } from '../../../services/keys/open-room-log.ts';
import { retire } from '../../../services/keys/retire.ts';
import { createSlotBook } from '../../../services/keys/slot-book.ts';
import { signingSlot } from '../../../services/keys/slots.ts';
import { drawTokenKeyPair } from '../../../services/keys/token-key-pair.ts';
import { runRegularly } from '../../../services/schedule.ts';
import type { Given, Standing } from '../../../services/standing.ts';
import { openStore } from '../../../services/store.ts';
import { vaultOn } from '../../ports/adapters.ts';

/** The keys of an issuer, kept as its room keeps them, behind doors that ask for no grant. */
export async function openIssuerRoom(given: Given<'issuer'>): Promise<Standing> {
  const { config, clock, testClock, log } = given;
  const { name, thresholds, origin } = config;
  const store = openStore(config.store);
  const texts = sqliteKeptTexts(store);
  const keyLog = await openRoomLog(given, keptText(texts, 'log'));
  const keys = { keyEncryptionKey: config.kek.reveal(), draw: drawTokenKeyPair };
  const vault = vaultOn(store, clock.now, keys);
  const kept = keptText(texts, 'keys');
  const book = createSlotBook({ vault, holder: { role: 'issuer', name }, thresholds, keyLog, log, kept });
  let isDone = false;
  const schedule = await runRegularly(
    async (at) => {
      isDone = await book.refresh(at);
      return isDone;
    },
    { clock, log },
  );

  /** By the last byte of the key's id, the last part of the path. */
  async function sign(request: Request): Promise<Response> {
    const slot = signingSlot(book.slots(clock.now()), Number(request.url.split('/').at(-1)), clock.now());
    if (slot === undefined) return new Response(null, { status: 404 });
    return new Response(await slot.signer.sign(new Uint8Array(await request.arrayBuffer())));
  }

  const acts: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
    done: async () => Response.json(isDone),
    sign,
    async retire(request) {
      const { generation } = await retire(vault, (await request.json()) as Slot);
      return Response.json({ generation });
    },
  };

  const room = createRoom({
    ...{ name: 'issuer', healthy: () => true, clock, testClock, log },
    routes: [directoryRoute({ book, requestUrl: `${origin}/token-request` })],
    async rest(request) {
      const act = acts[new URL(request.url).pathname.split('/')[1] ?? ''];
      try {
        return (await act?.(request)) ?? new Response(null, { status: 404 });
      } catch (error) {
        return new Response(error instanceof AgeError ? error.code : String(error), { status: 500 });
      }
    },
  });
  return { fetch: room.fetch, close: schedule.stop };
}
