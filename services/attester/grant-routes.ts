import { z } from 'zod';
import { answerJson } from '../http/answer.ts';
import { jsonBody } from '../http/body.ts';
import { type Route, route } from '../http/route.ts';
import { beginGrant, type GrantContext, grant } from './grant.ts';
import { grantMessage, nonceAnswer, nothing } from './messages.ts';

export const GRANTS_PATH = '/grants';

const json = 'application/json';

/** The doors of drawing grants: hop 1. */
export function grantRoutes(context: GrantContext): Route[] {
  return [
    route({
      method: 'POST',
      path: `${GRANTS_PATH}/challenge`,
      summary: 'A nonce for one request of grants',
      cors: 'wallet',
      reads: jsonBody(nothing),
      answers: [
        {
          status: 200,
          description: 'Good for 300 seconds and one well-formed request.',
          mediaType: json,
          schema: nonceAnswer,
        },
      ],
      refuses: ['ERR_STORE_UNAVAILABLE'],
      async handle(_, { now }) {
        return answerJson(await beginGrant(context, now));
      },
    }),
    route({
      method: 'POST',
      path: GRANTS_PATH,
      summary: 'Blind-signs grants for the account of the passkey that signed these very requests',
      cors: 'wallet',
      reads: jsonBody(grantMessage),
      answers: [
        {
          status: 200,
          description: 'One answer per request, in order: a blind signature, or the code of a refusal.',
          mediaType: json,
          schema: z.strictObject({
            responses: z.array(
              z.union([z.strictObject({ response: z.string() }), z.strictObject({ error: z.string() })]),
            ),
          }),
        },
      ],
      refuses: ['ERR_NONCE', 'ERR_ASSERTION', 'ERR_ACCOUNT', 'ERR_NOT_READY', 'ERR_STORE_UNAVAILABLE'],
      async handle(message, { now }) {
        return answerJson({ responses: await grant(message, context, now) });
      },
    }),
  ];
}
