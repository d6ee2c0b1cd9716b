import { checkIsoMdocAnswer, isoMdocTranscript, LONGFELLOW_V6 } from '@bauta/sdk/eu-wallet';
import { concat, isEqual, type Json, parseJson, readUtf8, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { checkAnyResponse } from '../../../sdk/eu-wallet/any-response.ts';
import { parseDigitalRequests } from '../../../services/phone/iso-mdoc.ts';
import type { Door } from '../door.ts';
import { anyBytes, anyText, mutated } from '../mutate.ts';
import { endOf, parseOf, promise } from '../promise.ts';

/** What an input is, by its first byte. */
const ANSWER = 0;
const RESPONSE = 1;
const REQUEST = 2;

/** The most milliseconds that one input may take, on a machine that does other things too. */
const LONGEST = 2000;

/**
 * What a page gets from the Digital Credentials API by `org-iso-mdoc`, before and after it is opened, and what it sends.
 * Few of the inputs are sealed: opening costs more than all the rest.
 */
export const isoMdocAnswer: Door = {
  about: 'an answer by org-iso-mdoc: checkIsoMdocAnswer, checkAnyResponse; a request: parseDigitalRequests',
  async open() {
    // Its making draws keys and certificates: only for whoever opens this door.
    const { NOW, trustedList } = await import('../../unit/eu-wallet/holder.ts');
    const { ask, ORIGIN, respond, sealTo } = await import('../../unit/eu-wallet/sealing.ts');
    const { request, kept } = await ask();
    const offered = await ask(LONGFELLOW_V6);
    const response = await respond(request);
    const answer = writeUtf8(JSON.stringify(await sealTo(request, response)));
    const sessionTranscript = await isoMdocTranscript(kept.encryptionInfo, ORIGIN);
    const requests = [request, offered.request].map((one) => writeUtf8(JSON.stringify(one)));
    const as = (kind: number) => (bytes: Uint8Array) => concat(Uint8Array.of(kind), bytes);

    const doors: Record<number, (sent: Uint8Array<ArrayBuffer>) => Promise<string>> = {
      async [ANSWER](sent) {
        const read = await parseOf(() => parseJson(readUtf8(sent)));
        if ('refusal' in read) return 'answer: not JSON';
        const terms = { origin: ORIGIN, trustedList, now: NOW };
        const ended = await endOf(() => checkIsoMdocAnswer(read.value as Json, kept, terms), /^ERR_MDOC_/);
        const isGood = JSON.stringify(read.value) === JSON.stringify(parseJson(readUtf8(answer)));
        promise('refusal' in ended || isGood, 'an altered answer was taken');
        promise('value' in ended || !isGood, 'a good answer was refused');
        return `answer: ${'refusal' in ended ? ended.refusal : 'taken, unaltered'}`;
      },
      async [RESPONSE](sent) {
        const terms = { sessionTranscript, trustedList, now: NOW, threshold: 18, offered: [] };
        const ended = await endOf(() => checkAnyResponse(sent, terms), /^ERR_MDOC_/);
        const isGood = isEqual(sent, response);
        promise('refusal' in ended || isGood, 'an altered response was taken');
        promise('value' in ended || !isGood, 'a good response was refused');
        return `response: ${'refusal' in ended ? ended.refusal : 'taken, unaltered'}`;
      },
      async [REQUEST](sent) {
        const read = await parseOf(() => parseJson(readUtf8(sent)) as { protocol: string; data: Json });
        if ('refusal' in read) return 'request: not JSON';
        const list = read.value === null || typeof read.value !== 'object' ? [] : [read.value];
        const ended = await endOf(() => parseDigitalRequests(list), ['ERR_PRESENT_REQUEST']);
        return `request: ${'refusal' in ended ? ended.refusal : 'read'}`;
      },
    };
    return {
      inputs: fc.oneof(
        { weight: 1, arbitrary: mutated([answer]).map(as(ANSWER)) },
        { weight: 1, arbitrary: anyText().map(as(ANSWER)) },
        { weight: 8, arbitrary: mutated([response]).map(as(RESPONSE)) },
        { weight: 2, arbitrary: anyBytes(2000).map(as(RESPONSE)) },
        { weight: 6, arbitrary: mutated(requests).map(as(REQUEST)) },
      ),
      async enter(input) {
        const [kind = RESPONSE] = input;
        const began = performance.now();
        const ended = await (doors[kind % 3] as (typeof doors)[number])(input.slice(1));
        promise(performance.now() - began < LONGEST, 'one input took too long');
        return ended;
      },
    };
  },
};
