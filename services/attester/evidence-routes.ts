import { z } from 'zod';
import { answerJson } from '../http/answer.ts';
import { bytesBody, jsonBody } from '../http/body.ts';
import { type Route, route } from '../http/route.ts';
import type { Attest } from './attest.ts';
import { nothing, proved, secret, sessionMessage, unixSeconds } from './messages.ts';

/** A proof of age is 16 KB at most, in base64url, in a form. */
const ANSWER_MAX = 32_768;

const json = 'application/json';

/** The doors of showing one's age: a question, its answer, and how far the person has come. */
export function evidenceRoutes(attest: Attest): Route[] {
  return [
    route({
      method: 'POST',
      path: '/evidence/result',
      summary: 'How far the person of this session has come',
      cors: 'wallet',
      reads: jsonBody(sessionMessage),
      answers: [
        {
          status: 200,
          description: 'Waiting, proved or refused.',
          mediaType: json,
          schema: z.union([
            z.strictObject({ state: z.literal('waiting') }),
            proved.extend({ state: z.literal('proved') }),
            z.strictObject({
              state: z.literal('refused'),
              code: z.literal('ERR_AGE_NOT_SHOWN'),
              reference: z.string(),
            }),
          ]),
        },
      ],
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_STORE_UNAVAILABLE'],
      async handle({ session }) {
        return answerJson(await attest.state(session));
      },
    }),
    route({
      method: 'POST',
      path: '/evidence/:method',
      summary: "Begins a way of showing one's age",
      cors: 'wallet',
      reads: jsonBody(nothing),
      answers: [
        {
          status: 201,
          description: 'A session for the wallet, and a link for the person’s app.',
          mediaType: json,
          schema: z.strictObject({ session: secret, request: z.string(), expires: unixSeconds }),
        },
      ],
      refuses: ['ERR_NOT_FOUND', 'ERR_NOT_READY', 'ERR_STORE_UNAVAILABLE'],
      async handle(_, { params, now }) {
        return answerJson(await attest.begin(params.method ?? '', now), {}, 201);
      },
    }),
    route({
      method: 'POST',
      path: '/evidence/:method/answer/:handle',
      summary: "Takes the answer of the person's app (OpenID4VP direct_post), once",
      reads: bytesBody({ mediaTypes: ['application/x-www-form-urlencoded'], max: ANSWER_MAX }),
      answers: [{ status: 200, description: 'Taken.', mediaType: json, schema: nothing }],
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_AGE_NOT_SHOWN', 'ERR_NOT_FOUND', 'ERR_NOT_READY', 'ERR_STORE_UNAVAILABLE'],
      async handle({ bytes }, { params, now }) {
        await attest.answer(params.method ?? '', params.handle ?? '', bytes, now);
        return answerJson({});
      },
    }),
  ];
}
