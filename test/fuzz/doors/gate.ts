import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { createGateway } from '../../../services/gateway/answer.ts';
import { ORIGIN } from '../../unit/gate/site.ts';
import type { Door } from '../door.ts';
import { type AnswerTerms, answerOf, judgeAnswer } from '../http/judge-answer.ts';
import { MARKER, type Message, planted, requestOf, writeMessage } from '../http/message.ts';
import { recordSite } from '../http/recorded-site.ts';
import { mutated } from '../mutate.ts';
import { promise } from '../promise.ts';

const TERMS: AnswerTerms = {
  refusals: ['application/problem+json', 'text/html', 'text/plain', ''],
  away: ['ERR_NOT_READY'],
  // The way back is kept in a cookie, and gone to.
  repeats: ['set-cookie', 'location'],
};

const get = (target: string, ...headers: readonly (readonly [string, string])[]): Message => ({
  ...{ method: 'GET', target, headers, body: new Uint8Array() },
});
const PAGE = [
  ['sec-fetch-mode', 'navigate'],
  ['sec-fetch-dest', 'document'],
  ['accept', 'text/html'],
] as const;
const FURTHER: readonly Message[] = [
  ...[
    '/_age/help',
    '/_age/gate',
    '/_age/go',
    '/_age/enter',
    '/_age/check',
    '/.well-known/age-gate.json',
    '/healthz',
    '/robots.txt',
    '/public/a',
  ].map((path) => get(path)),
  get('/_age/check', ['x-original-uri', '/films/3'], ['x-original-method', 'GET'], ...PAGE),
  get('/_age/check', ['x-forwarded-uri', '//evil.example'], ...PAGE, ['cookie', `__Host-age=${'A'.repeat(43)}`]),
  get('/films/3', ['cookie', '__Host-age-return=/a; __Host-age-code=b']),
  get('/films/3', ['authorization', `PrivateToken token="${'A'.repeat(472)}"`], ['dpop', 'a.b.c']),
  {
    ...get('/_age/redeem', ['dpop', 'a.b.c'], ['authorization', `PrivateToken token="${'A'.repeat(472)}"`]),
    method: 'POST',
  },
];

const WORDS = [
  ...[
    'GET ',
    'POST ',
    'HEAD ',
    'OPTIONS ',
    '/_age/',
    '/_age/go',
    '/_age/redeem',
    '/_age/enter',
    '/_age/beat',
    '/_age/check',
    '/public/',
    '/robots.txt',
    '/..',
    '//',
    '%2e',
    '%2f',
    '\\',
    '?',
    ';',
    '#',
  ],
  ...[
    'cookie: ',
    '__Host-age=',
    '__Host-age-pre=',
    '__Host-age-code=',
    '__Host-age-return=',
    'x-forwarded-uri: ',
    'x-original-uri: ',
    'x-forwarded-method: POST',
    'accept: text/html',
    'accept-language: fr',
    'sec-fetch-mode: navigate',
    'sec-fetch-dest: iframe',
    'upgrade: websocket',
    'range: bytes=0-',
    'dpop: ',
    'authorization: ',
  ],
  ...['token=', '&dpop=', 'input', 'still', 'leave', 'A'.repeat(43), '\n\n', MARKER],
].map((text) => writeUtf8(text));

const isOpen = (target: string): boolean => target === '/robots.txt' || target.startsWith('/public/');

/** A site behind the gate: the application runs for a living session or a public path, and else for nobody. */
const gate: Door = {
  about: 'a site behind the gate: go, redeem, enter, beat, check, and every other path',
  kind: 'http',
  async open() {
    const { site, messages, restore } = await recordSite();
    const corpus = planted([...messages, ...FURTHER]).map(writeMessage);
    const ids = new Set<string>();
    /** Ids of sessions that were ever handed out here: whoever has none of them is a stranger. */
    const keep = (headers: Headers): void => {
      for (const cookie of headers.getSetCookie()) ids.add(/^__Host-age=([\w-]{43})/.exec(cookie)?.[1] ?? '');
    };
    for (const { headers } of messages) {
      for (const [name, value] of headers)
        if (name === 'cookie') ids.add(/__Host-age=([\w-]{43})/.exec(value)?.[1] ?? '');
    }
    ids.delete('');
    return {
      ...{ corpus, words: WORDS },
      inputs: mutated(corpus, [...corpus, ...WORDS]),
      async enter(input: Bytes) {
        const request = requestOf(ORIGIN, input);
        if (!request) return 'no request';
        restore();
        const before = site.runs.count;
        const answer = await answerOf(site.app.fetch, request);
        keep(answer.headers);
        ids.delete('');
        if (site.runs.count > before) {
          const held = request.headers.get('cookie') ?? '';
          const isVisitor = [...ids].some((id) => held.includes(id));
          promise(isVisitor || isOpen(new URL(request.url).pathname), 'the application ran for a stranger');
          await answer.body?.cancel();
          return isVisitor ? 'taken, with a session' : 'taken, public';
        }
        return judgeAnswer(answer, request.method, TERMS);
      },
    };
  },
};

/** The gateway that a server in front asks: 204 for a visitor, 401 for everybody else, and its own pages. */
const gateway: Door = {
  about: 'the gateway that a server in front asks: /_age/check and the gate paths',
  kind: 'http',
  async open() {
    const { site, messages, restore } = await recordSite();
    const fetch = createGateway({ gate: site.gate, healthy: async () => true });
    const corpus = planted([...messages, ...FURTHER]).map(writeMessage);
    return {
      ...{ corpus, words: WORDS },
      inputs: mutated(corpus, [...corpus, ...WORDS]),
      async enter(input: Bytes) {
        const request = requestOf(ORIGIN, input);
        if (!request) return 'no request';
        restore();
        const isCheck = request.method === 'GET' && new URL(request.url).pathname === '/_age/check';
        const answer = await answerOf(fetch, request);
        promise(!isCheck || [204, 401].includes(answer.status), 'a check that servers in front do not understand');
        return judgeAnswer(answer, request.method, TERMS);
      },
    };
  },
};

export const gates: Readonly<Record<string, Door>> = { gate, gateway };
