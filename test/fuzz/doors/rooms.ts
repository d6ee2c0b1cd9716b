import { join } from 'node:path';
import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Door } from '../door.ts';
import { type AnswerTerms, answerOf, judgeAnswer } from '../http/judge-answer.ts';
import { MARKER, type Message, planted, requestOf, writeMessage } from '../http/message.ts';
import { recordedHouse } from '../http/recorded-house.ts';
import { mutated } from '../mutate.ts';
import { promise } from '../promise.ts';

type Room = 'attester' | 'issuer' | 'log' | 'witness';

const PROBLEM = 'application/problem+json';
/** Refusals that come before anything is looked up, so that nothing may have been written. */
const EARLY = /ERR_(METHOD|NOT_FOUND|MEDIA_TYPE|TOO_LARGE|BODY_MALFORMED|FORM_MALFORMED)$/;

const TERMS: Readonly<Record<Room, AnswerTerms>> = {
  attester: { refusals: [PROBLEM], away: ['ERR_STORE_UNAVAILABLE', 'ERR_NOT_READY'] },
  issuer: { refusals: [PROBLEM], away: ['ERR_STORE_UNAVAILABLE', 'ERR_NOT_READY'] },
  log: { refusals: [PROBLEM], away: ['ERR_STORE_UNAVAILABLE', 'ERR_NOT_READY'] },
  witness: { refusals: [PROBLEM, '', 'text/x.tlog.size'], away: ['ERR_STORE_UNAVAILABLE'] },
};

const plain = (method: string, target: string, body = '', type = 'application/json'): Message => ({
  ...{ method, target, body: writeUtf8(body) },
  headers: body === '' ? [] : [['content-type', type]],
});

/** What no person asks on the way through, and anybody may. */
const FURTHER: Readonly<Record<Room, readonly Message[]>> = {
  attester: [
    ...[
      '/evidence',
      '/healthz',
      '/.well-known/private-token-issuer-directory',
      '/.well-known/security.txt',
      '/evidence/oidc/return?state=a&code=b',
    ].map((path) => plain('GET', path)),
    ...['/account/challenge', '/grants/challenge', '/evidence/eu-wallet', '/evidence/eudi-wallet'].map((path) =>
      plain('POST', path, '{}'),
    ),
    ...['/account/read', '/account/erase', '/account/share', '/account/passkeys'].map((path) =>
      plain(
        'POST',
        path,
        JSON.stringify({
          nonce: 'A'.repeat(43),
          assertion: { id: 'AAAA', clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
        }),
      ),
    ),
    plain(
      'POST',
      '/evidence/eu-wallet/digital',
      JSON.stringify({ session: 'A'.repeat(43), answer: { protocol: 'org-iso-mdoc', data: { response: 'AAAA' } } }),
    ),
    plain(
      'POST',
      `/evidence/eu-wallet/answer/${'A'.repeat(43)}`,
      'vp_token=%7B%7D&state=a',
      'application/x-www-form-urlencoded',
    ),
    plain('GET', `/evidence/eudi-wallet/request/${'A'.repeat(43)}`),
  ],
  issuer: ['/healthz', '/.well-known/private-token-issuer-directory', '/.well-known/security.txt'].map((path) =>
    plain('GET', path),
  ),
  log: ['/', '/checkpoint', '/tile/0/000.p/1', '/tile/entries/000.p/2', '/tile/0/x001/234', '/healthz', '/log.css'].map(
    (path) => plain('GET', path),
  ),
  witness: [
    plain('GET', '/healthz'),
    plain('POST', '/add-checkpoint', 'old 0\n\nlog\n1\nAAAA\n\n— a b\n', 'text/plain'),
  ],
};

const WORDS = [
  ...[
    'GET ',
    'POST ',
    'HEAD ',
    'PUT ',
    'OPTIONS ',
    'DELETE ',
    'origin: ',
    'content-type: application/json',
    'content-type: application/x-www-form-urlencoded',
  ],
  ...[
    'content-type: text/plain',
    'authorization: PrivateToken token="',
    'dpop: ',
    '%00',
    '%2e%2e',
    '//',
    '..',
    '?',
    '&',
    '__proto__',
    'constructor',
    'A'.repeat(43),
    'null',
    '[]',
    '{}',
    '""',
    '\n\n',
    ': ',
    MARKER,
  ],
  ...['eu-wallet', 'eudi-wallet', 'old ', '— ', 'tile/', '.p/', 'entries'],
].map((text) => writeUtf8(text));

/** The doors of a room, from recorded exchanges, in this process and without a socket. */
function roomDoor(room: Room): Door {
  return {
    about: `all that the ${room} answers over HTTP`,
    kind: 'http',
    async open() {
      const { house, messages } = await recordedHouse();
      const origin = house.origins[room];
      const standing = house.doors.get(origin);
      if (!standing) throw new Error(`${room} is not in the house`);
      const corpus = planted([...(messages.get(origin) ?? []), ...FURTHER[room]]).map(writeMessage);
      const log = house.logs.get(room) ?? [];
      const writes = watchWrites(room, house.folder);
      return {
        ...{ corpus, words: WORDS },
        inputs: mutated(corpus, [...corpus, ...WORDS]),
        async enter(input: Bytes) {
          const request = requestOf(origin, input);
          if (!request) return 'no request';
          const before = writes();
          log.length = 0;
          const ended = await judgeAnswer(await answerOf(standing.fetch, request), request.method, TERMS[room]);
          promise(!log.some((line) => line.includes(MARKER)), 'the log says what was sent');
          promise(!EARLY.test(ended) || writes() === before, `wrote to its store, and refused: ${ended}`);
          return ended;
        },
      };
    },
  };
}

/** A number that changes whenever somebody else writes to the store of a room; 0 where that cannot be seen. */
function watchWrites(room: Room, folder: string): () => number {
  if (room === 'log') return () => 0;
  const database = new DatabaseSync(join(folder, `${room}.db`), { readOnly: true });
  const statement = database.prepare('PRAGMA data_version');
  // A database that nobody holds is closed sooner or later.
  return () => (database.isOpen ? (statement.get() as { data_version: number }).data_version : 0);
}

export const rooms: Readonly<Record<string, Door>> = {
  attester: roomDoor('attester'),
  issuer: roomDoor('issuer'),
  log: roomDoor('log'),
  witness: roomDoor('witness'),
};
