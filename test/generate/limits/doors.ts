import { ERROR_STATUS, type ErrorCode } from '@bauta/sdk/protocol';
import type { Route } from '@bauta/services/http/route';
import { SETTINGS } from '@bauta/services/settings/table';
import { DESCRIBED } from '../rooms.ts';

/** A room whose routes are described. */
export type LimitedRoom = 'attester' | 'issuer' | 'log' | 'witness';

/** What a request at a door makes the room do and keep, for whoever can send one. */
const COSTS: Readonly<Record<LimitedRoom, Readonly<Record<string, string>>>> = {
  attester: {
    'GET /.well-known/private-token-issuer-directory': 'a text that lies ready',
    'GET /evidence': 'a list in memory',
    'POST /evidence/result': 'one row read',
    'POST /evidence/:method':
      'two to four rows for 300 and 900 s, up to three key pairs; for an EUDI wallet a signature; for an OpenID provider a request to it',
    'GET /evidence/:method/request/:handle': 'with a live handle: one row read, for an EUDI wallet a signature',
    'POST /evidence/:method/request/:handle': 'the same',
    'POST /evidence/:method/answer/:handle': 'with a live handle: the check of a proof of age, once',
    'POST /evidence/:method/digital': 'with a live session: the check of a proof of age, once',
    'GET /evidence/:method/return': 'with a live handle: two or three requests to the provider, once',
    'POST /accounts': 'with a session that proved an age: an account, once',
    'POST /account/challenge': 'one row for 300 s',
    'POST /account/read': 'a nonce used up; with an assertion one signature checked',
    'POST /account/erase': 'the same',
    'POST /account/passkeys': 'the same',
    'POST /account/share': 'the same',
    'POST /grants/challenge': 'one row for 300 s',
    'POST /grants':
      'a nonce used up; with an assertion one signature checked, and one made for each grant that is left',
  },
  issuer: {
    'GET /.well-known/private-token-issuer-directory': 'a text that lies ready',
    'POST /token-request': 'with a grant: one signature checked, 30 made',
  },
  log: {
    'POST /add': 'a note read, a signature checked for each operator that it names; an entry only of an operator',
    'GET /checkpoint': 'a text that lies ready, kept for 5 s by whatever caches',
    'GET /tile/:tile{.+}': 'a file read, kept for good by whatever caches',
  },
  witness: {
    'POST /add-checkpoint':
      'a note read; of a log that it knows, a signature and up to 63 hashes checked, and one signature made',
  },
};

/** Refusals that say that somebody came too often, asked for too much, or came at a full moment. */
const LIMITING: readonly ErrorCode[] = ['ERR_RATE_LIMITED', 'ERR_QUOTA_EXCEEDED', 'ERR_BUSY'];

/** The rooms that can count how often a client posts. */
const COUNTING: readonly string[] = SETTINGS.clientLimit.rooms;

/**
 * A table of the doors of a room: what a request costs, how long its body may be, and by which refusals it is limited.
 * @throws TypeError for a door that nobody has described here, and for one that there is not
 */
export function writeDoors(room: LimitedRoom, routes: readonly Route[] = DESCRIBED[room]?.() ?? []): string {
  const costs = new Map(Object.entries(COSTS[room]));
  const rows = routes.map((route) => {
    const door = `${route.method} ${route.path}`;
    const cost = costs.get(door);
    if (cost === undefined) throw new TypeError(`nobody says what a request costs at ${room}: ${door}`);
    costs.delete(door);
    return `| \`${door.replace('{.+}', '')}\` | ${cost} | ${bodyOf(route)} | ${refusalsOf(route, room)} |`;
  });
  if (costs.size > 0) throw new TypeError(`no door of ${room}: ${[...costs.keys()].join(', ')}`);
  return ['| door | what a request costs | body | too many, or too much |', '|---|---|---|---|', ...rows].join('\n');
}

function bodyOf({ reads }: Route): string {
  if (reads === undefined) return 'not read';
  return `${reads.max.toLocaleString('en')} bytes, else ${ERROR_STATUS[reads.tooLong]} \`${reads.tooLong}\``;
}

function refusalsOf(route: Route, room: LimitedRoom): string {
  const isCounted = route.method === 'POST' && COUNTING.includes(room);
  const codes = new Set([...(isCounted ? (['ERR_RATE_LIMITED'] as const) : []), ...(route.refuses ?? [])]);
  const limiting = LIMITING.filter((code) => codes.has(code)).map((code) => `${ERROR_STATUS[code]} \`${code}\``);
  return limiting.join(', ') || 'none';
}
