import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { parseKeyLogFile } from '../../../sdk/log/key-log-file.ts';
import { createWallet } from '../../../services/wallet/app.ts';
import { buildWallet } from '../../../services/wallet/build.ts';
import type { Door } from '../door.ts';
import { answerOf, judgeAnswer } from '../http/judge-answer.ts';
import { MARKER, type Message, planted, requestOf, writeMessage } from '../http/message.ts';
import { mutated } from '../mutate.ts';
import { promise } from '../promise.ts';
import { trustOfProofs } from './vectors.ts';

const ORIGIN = 'https://wallet.example';

/** The host of the wallet's files: it gives those files under their own headers, and nothing else. */
export const walletHost: Door = {
  about: "the host of the wallet's files",
  kind: 'http',
  async open() {
    const { key, witnesses } = trustOfProofs();
    const listed = witnesses.map((one) => ({ key: one, url: 'https://witness.example', independent: true }));
    const log = { url: 'https://log.example', key, witnesses: listed, quorum: 1 };
    const files = await buildWallet({
      wallet: ORIGIN,
      issuer: 'issuer.example',
      keyLog: parseKeyLogFile(JSON.stringify(log)),
      attesters: [{ name: 'attester.example', label: 'Attester' }],
    });
    const app = createWallet(files);
    const known = new Map(files.map(({ path, bytes }) => [path, bytes.length]));
    const get = (target: string): Message => ({ method: 'GET', target, headers: [], body: new Uint8Array() });
    const corpus = planted([...known.keys()].map(get)).map(writeMessage);
    const words = [
      'HEAD ',
      'POST ',
      '..',
      '%2e%2e',
      '//',
      '\\',
      '%00',
      '?',
      '.map',
      '/app/',
      'range: bytes=0-1',
      'if-none-match: *',
      MARKER,
    ].map((text) => writeUtf8(text));
    return {
      ...{ corpus, words },
      inputs: mutated(corpus, [...corpus, ...words]),
      async enter(input: Bytes) {
        const request = requestOf(ORIGIN, input);
        if (!request) return 'no request';
        const answer = await answerOf(app.fetch, request);
        promise(answer.status === 200 || answer.status === 404, `answered ${answer.status}`);
        promise(!answer.headers.has('set-cookie'), 'the wallet’s host set a cookie');
        return judgeAnswer(answer, request.method, { refusals: ['application/problem+json'], away: [] });
      },
    };
  },
};
