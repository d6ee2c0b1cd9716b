/**
 * The rooms, in the order of their ports. A room listens on `PORT_BASE` + `offset` of 127.0.0.1 and is known, unless a
 * setting says otherwise, as `http://HOST.localhost:PORT`. Offsets 6, 7 and 9 are taken: the gateway, the proxy
 * before it, and a further attester.
 * `demonstration` rooms refuse to start in production.
 */
export const ROOMS = {
  'demo-site': { offset: 0, host: 'demo', demonstration: false, does: 'asks for a proof of age at the door' },
  wallet: { offset: 1, host: 'wallet', demonstration: false, does: 'gives the pages of the wallet, keeps nothing' },
  attester: { offset: 2, host: 'attester', demonstration: false, does: 'sees the evidence, never a token or a site' },
  issuer: { offset: 3, host: 'issuer', demonstration: false, does: 'signs tokens that it cannot see' },
  log: { offset: 4, host: 'log', demonstration: false, does: 'shows everyone the same keys, and takes none back' },
  witness: { offset: 8, host: 'witness', demonstration: false, does: 'vouches that the log only ever grows' },
  phone: { offset: 5, host: 'phone', demonstration: true, does: 'stands for the phone that holds the proof of age' },
  provider: { offset: 10, host: 'provider', demonstration: true, does: 'stands for a bank that knows who is how old' },
} as const satisfies Record<string, RoomRow>;

interface RoomRow {
  readonly offset: number;
  readonly host: string;
  readonly demonstration: boolean;
  /** What the terminal says beside the room's address. */
  readonly does: string;
}

/** Where one more attester listens, which has a name of its own. */
export const FURTHER_ATTESTER = 9;

export type RoomName = keyof typeof ROOMS;

export const ROOM_NAMES: readonly RoomName[] = Object.keys(ROOMS) as RoomName[];

export function isRoomName(text: string): text is RoomName {
  return Object.hasOwn(ROOMS, text);
}

/** A room's prefix in names of environment variables: `demo-site` is `DEMO_SITE`. */
export function envPrefixOf(room: RoomName): string {
  return room.toUpperCase().replaceAll('-', '_');
}
