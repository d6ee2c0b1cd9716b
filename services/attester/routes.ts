import { z } from 'zod';
import { answerJson, answerRedirect } from '../http/answer.ts';
import { bytesBody, jsonBody } from '../http/body.ts';
import { type Route, route } from '../http/route.ts';
import { directoryRoute } from '../keys/directory-route.ts';
import { type Attest, createAttest } from './attest.ts';
import { enrol } from './enrol.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { beginGrant, type GrantContext, grant } from './grant.ts';
import { enrolMessage, grantMessage, secret, sessionMessage, threshold, unixSeconds } from './messages.ts';

const GRANTS_PATH = '/grants';
/** A proof of age is 16 KB at most, in base64url, in a form. */
const ANSWER_MAX = 32_768;

export interface AttesterOptions extends GrantContext {
  readonly origin: string;
  readonly walletOrigin: string;
  readonly sources: readonly EvidenceSource[];
}

const nothing = z.strictObject({});
const proved = z.strictObject({ thresholds: z.array(threshold), expires: unixSeconds });
const json = 'application/json';

/** The attester's doors: show your age, make a passkey, draw grants. It never hears of a site or a token. */
export function attesterRoutes(options: AttesterOptions): Route[] {
  const { origin, sources, sessions, randomBytes } = options;
  const attest = createAttest({ origin, sources, sessions, randomBytes });
  return [
    directoryRoute({ book: options.book, requestUrl: origin + GRANTS_PATH }),
    ...evidenceRoutes(attest, options),
    ...grantRoutes(options),
    route({
      method: 'GET',
      path: '/warm',
      summary: "Leads back to the wallet's page of presentation, so that the browser keeps a copy of it",
      answers: [{ status: 303, description: 'To the wallet.' }],
      handle: () => answerRedirect(`${options.walletOrigin}/present#done`),
    }),
  ];
}

function evidenceRoutes(attest: Attest, options: AttesterOptions): Route[] {
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
      refuses: ['ERR_NOT_FOUND', 'ERR_STORE_UNAVAILABLE'],
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
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_AGE_NOT_SHOWN', 'ERR_NOT_FOUND', 'ERR_STORE_UNAVAILABLE'],
      async handle({ bytes }, { params, now }) {
        await attest.answer(params.method ?? '', params.handle ?? '', bytes, now);
        return answerJson({});
      },
    }),
    route({
      method: 'POST',
      path: '/accounts',
      summary: 'Makes an account of what was proved, for a new passkey',
      cors: 'wallet',
      reads: jsonBody(enrolMessage),
      answers: [{ status: 201, description: 'What the account is good for.', mediaType: json, schema: proved }],
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_REGISTRATION', 'ERR_STORE_UNAVAILABLE'],
      async handle(message) {
        const context = { attest, accounts: options.accounts, place: options.place };
        return answerJson(await enrol(message, context), {}, 201);
      },
    }),
  ];
}

function grantRoutes(options: AttesterOptions): Route[] {
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
          schema: z.strictObject({ nonce: secret, expires: unixSeconds }),
        },
      ],
      refuses: ['ERR_STORE_UNAVAILABLE'],
      async handle(_, { now }) {
        return answerJson(await beginGrant(options, now));
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
        return answerJson({ responses: await grant(message, options, now) });
      },
    }),
  ];
}
