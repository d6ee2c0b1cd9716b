import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bytes, concat, writeUtf8 } from '@bauta/sdk/protocol';
import { getRequestListener } from '@hono/node-server';
import type { Door } from '../door.ts';
import { MARKER, type Message } from '../http/message.ts';
import { recordSite } from '../http/recorded-site.ts';
import { mutated } from '../mutate.ts';
import { promise } from '../promise.ts';

/** Milliseconds that an answer may take once all was sent. */
const LONGEST = 10_000;

/** A true message as it goes over the line. */
function onTheLine({ method, target, headers, body }: Message): Bytes {
  const lines = [`${method} ${target} HTTP/1.1`, 'host: site.example', 'connection: close'];
  if (body.length > 0) lines.push(`content-length: ${body.length}`);
  return concat(
    writeUtf8([...lines, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')),
    body,
  );
}

const WORDS = [
  ...[
    '\r\n',
    '\r\n\r\n',
    '\n',
    '\r',
    ' HTTP/1.1',
    ' HTTP/1.0',
    ' HTTP/2.0',
    'GET / HTTP/1.1\r\nhost: site.example\r\n\r\n',
    'content-length: 5\r\n',
    'content-length: -1\r\n',
    'content-length: 99999999999\r\n',
  ],
  ...[
    'transfer-encoding: chunked\r\n',
    'transfer-encoding: chunked, identity\r\n',
    '0\r\n\r\n',
    '5\r\nhello\r\n',
    'ffffffffffffffff\r\n',
    'expect: 100-continue\r\n',
    'upgrade: h2c\r\n',
    'connection: keep-alive\r\n',
    'host: other.example\r\n',
    ' : ',
    '\u0000',
    MARKER,
    'a'.repeat(2000),
  ],
].map((text) => writeUtf8(text));

/** A gated site behind a server of Node, on a socket of its own, thrown bytes that no client would send. */
export const framing: Door = {
  about: 'the bytes of HTTP itself, at a gated site on a socket',
  kind: 'framing',
  async open() {
    const { site, messages, restore } = await recordSite();
    const path = join(tmpdir(), `bauta-fuzz-${process.pid}-${Date.now()}.sock`);
    const server: Server = createServer(
      { requestTimeout: 5000, headersTimeout: 5000, maxHeaderSize: 16_384 },
      getRequestListener(site.app.fetch),
    );
    await new Promise<void>((resolve) => server.listen(path, resolve));
    server.unref();
    const corpus = messages.map((one) => onTheLine(one));
    return {
      ...{ corpus, words: WORDS },
      inputs: mutated(corpus, [...corpus, ...WORDS]),
      async enter(input: Bytes) {
        restore();
        const before = site.runs.count;
        const answer = await exchange(path, input);
        const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? [];
        promise(answer === '' || status !== undefined, 'an answer that is no HTTP');
        promise(!/^HTTP\/1\.1 5/.test(answer) || status === '501' || status === '505', `answered ${status}`);
        const ran = site.runs.count > before;
        promise(
          !ran || /__Host-age=[\w-]{43}/.test(readRaw(input)) || /\/public\/|\/robots\.txt/.test(readRaw(input)),
          'the application ran for a stranger',
        );
        // The way back is for the same browser, in a cookie and in a redirect.
        const said = answer.replace(/^(set-cookie|location):.*$/gim, '');
        promise(ran || !said.includes(MARKER), 'a refusal that repeats what was sent');
        return status === undefined ? 'no answer' : `${ran ? 'taken' : 'read'}, ${status}`;
      },
    };
  },
};

const readRaw = (input: Bytes): string => Buffer.from(input).toString('latin1');

/** Sends bytes and says no more. @returns all that came back until the other side closed */
function exchange(path: string, bytes: Bytes): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const chunks: Buffer[] = [];
    socket.setTimeout(LONGEST, () => reject(new Error('the server holds a socket that says no more')));
    socket.on('data', (chunk) => void chunks.push(chunk));
    // A server may close before it has read all.
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.end(bytes);
  });
}
