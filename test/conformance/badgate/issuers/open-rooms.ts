import { type House, openHouse, WEDNESDAY_NOON } from '../../../rooms/house.ts';
import { type Door, serve } from '../sites/frame/serve.ts';

/** Where a room listens, from the first port (services/rooms.ts). */
const OFFSETS = { wallet: 1, attester: 2, issuer: 3, log: 4, phone: 5 } as const;
type RoomName = keyof typeof OFFSETS;

export interface OpenRooms {
  readonly issuer: string;
  /** The honest answer of the issuer. */
  readonly answer: (request: Request) => Promise<Response>;
  close(): Promise<void>;
}

const TRIES = 20;

/**
 * The reference rooms around an issuer, each on a port of 127.0.0.1, at the noon of one Wednesday.
 * @param port the issuer's; 0 takes a free one. @param answer in the issuer's place
 */
export async function openRooms(
  port: number,
  answer: (request: Request, honest: OpenRooms['answer']) => Promise<Response>,
): Promise<OpenRooms> {
  let house: House | undefined;
  const bring = async (request: Request): Promise<Response> => {
    if (house === undefined) return new Response(null, { status: 503 });
    const response = await house.fetch(request);
    const headers = new Headers(response.headers);
    headers.set('date', new Date(WEDNESDAY_NOON * 1000).toUTCString());
    const hasNoBody = response.status === 204 || response.status === 304;
    return new Response(hasNoBody ? null : await response.arrayBuffer(), { status: response.status, headers });
  };
  const { base, doors } = await listen(port, (name, base) => (request) => {
    if (name === 'wallet') return walletPage(base);
    return name === 'issuer' ? answer(request, bring) : bring(request);
  });
  house = await openHouse({ PORT_BASE: String(base) });
  return {
    issuer: originOf('issuer', base),
    answer: bring,
    async close() {
      await Promise.all(doors.map((door) => door.close()));
      await house?.close();
    },
  };
}

const originOf = (name: RoomName, base: number): string => `http://${name}.localhost:${base + OFFSETS[name]}`;

/** As the reference wallet says whom its pages may call. */
function walletPage(base: number): Response {
  const called = (['attester', 'issuer', 'log', 'phone'] as const).map((name) => originOf(name, base)).join(' ');
  const headers = {
    'content-type': 'text/html',
    'content-security-policy': `default-src 'none'; connect-src ${called}`,
  };
  return new Response('<!doctype html><title>Wallet</title>', { headers });
}

async function listen(
  port: number,
  answerOf: (name: RoomName, base: number) => (request: Request) => Response | Promise<Response>,
) {
  for (let i = 0; i < TRIES; i++) {
    const base = port === 0 ? 20_000 + 16 * Math.floor(Math.random() * 700) : port - OFFSETS.issuer;
    const doors: Door[] = [];
    try {
      for (const [name, offset] of Object.entries(OFFSETS))
        doors.push(await serve(base + offset, answerOf(name as RoomName, base)));
      return { base, doors };
    } catch (error) {
      await Promise.all(doors.map((door) => door.close()));
      if (port !== 0) throw error;
    }
  }
  throw new Error('no free ports');
}
