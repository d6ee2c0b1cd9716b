import { type Octets, readBase64 } from './octets.ts';

/** The rooms of the demonstration, in the order of the picture: from the visit to the proof. */
export const SHOWN_ROOMS = ['demo-site', 'wallet', 'issuer', 'attester', 'phone'] as const;
export type ShownRoom = (typeof SHOWN_ROOMS)[number];

/** What a room leaves of a cookie's value, which would open to its reader what its owner has open. */
const STRUCK_OUT = /\[\d+ bytes\]/g;

/** A request as the room got it, the values of cookies struck out. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Octets;
}

/** What a room received, as it says itself at `/_demo/received`. */
export interface Transcript {
  readonly room: ShownRoom;
  readonly origin: string;
  /** Changes whenever there is more. */
  readonly version: number;
  /** How many requests it no longer has. */
  readonly forgotten: number;
  readonly requests: readonly Received[];
}

/** @throws TypeError on anything that is not what a room of the demonstration answers. */
export function readTranscript(json: string): Transcript {
  const told = JSON.parse(json) as Record<string, unknown>;
  const room = SHOWN_ROOMS.find((one) => one === told.room);
  if (room === undefined || !Array.isArray(told.requests)) throw new TypeError('not a transcript');
  const requests = told.requests.map((one: Record<string, unknown>): Received => {
    return {
      method: String(one.method),
      path: String(one.path),
      headers: Object.entries(one.headers as Record<string, string>),
      body: readBase64(String(one.body)),
    };
  });
  return {
    room,
    origin: String(told.origin),
    version: Number(told.version),
    forgotten: Number(told.forgotten),
    requests,
  };
}

/** How many bytes the value of this cookie had, as the room says; undefined when it does not say so. */
export function cookieLength({ headers }: Received, cookie: string): number | undefined {
  const pairs = headers.flatMap(([name, value]) => (name === 'cookie' ? value.split('; ') : []));
  const value = pairs.find((pair) => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1);
  const [, length] = /^\[(\d+) bytes\]$/.exec(value ?? '') ?? [];
  return length === undefined ? undefined : Number(length);
}

/** How many bytes a request is: its line, its headers and its body, without what is struck out. */
export function sizeOf({ method, path, headers, body }: Received): number {
  const lengthOf = (name: string, value: string): number =>
    (name === 'cookie' ? value.replaceAll(STRUCK_OUT, '') : value).length;
  const ofHeaders = headers.reduce((sum, [name, value]) => sum + name.length + lengthOf(name, value), 0);
  return method.length + path.length + ofHeaders + body.length;
}
