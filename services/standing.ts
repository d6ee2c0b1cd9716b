import type { Bytes } from '@bauta/sdk/protocol';
import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import type { Clock, TestClock } from './clock.ts';
import type { Log } from './log-events.ts';
import type { Fetch } from './loopback.ts';
import type { RoomName } from './rooms.ts';
import type { RoomConfig } from './settings/config.ts';
import type { ReadFile } from './settings/read-setting.ts';

/** Everything from outside that a room is built with. */
export interface Given<R extends RoomName> {
  readonly config: RoomConfig<R>;
  readonly clock: Clock;
  /** The same clock, when it may be set over HTTP. */
  readonly testClock: TestClock | undefined;
  readonly log: Log;
  readonly fetch: Fetch;
  /** For settings that name a file. */
  readonly readFile: ReadFile;
  /** `length` bytes from the system's generator. */
  readonly random: (length: number) => Bytes;
  /** Where every room is, for the rooms that show people who knows what (`SHOWS`); there is none in production. */
  readonly demonstration?: Readonly<Record<RoomName, string>>;
}

/** What stands behind a request on Node, for a room that hands it on to a program of Node's own. */
export type NodeExchange = HttpBindings | Http2Bindings;

/** A room that has been built, and does not listen yet. */
export interface Standing {
  /** @param exchange where there is one; who answers by it returns `RESPONSE_ALREADY_SENT` of @hono/node-server. */
  readonly fetch: (request: Request, exchange?: NodeExchange) => Response | Promise<Response>;
  /** Ends what the room does by itself, and closes its store. */
  readonly close?: () => void | Promise<void>;
}
