import { AgeError, type Bytes, check, readUtf8, refuseAs, writeUtf8 } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { createRetries } from '../admission.ts';
import { answerBytes, answerJson, answerRedirect } from '../http/answer.ts';
import { bytesBody, jsonBody } from '../http/body.ts';
import { type Context, type Route, route } from '../http/route.ts';
import type { Attest } from './attest.ts';
import { nothing, proved, resultMessage, secret, sessionMessage, unixSeconds } from './messages.ts';

/** A proof of age is 16 KB at most, in base64url, in a form. */
const ANSWER_MAX = 32_768;
/** A zero-knowledge one is 1 MB at most, in base64url, sealed, in JSON. */
const DIGITAL_ANSWER_MAX = 1_500_000;
/** Characters of the nonce that an app may want to find in a request. */
const WALLET_NONCE_MAX = 1024;
/** Bytes of the query with which a browser comes back. */
const RETURN_MAX = 8192;

const json = 'application/json';
const jwt = 'application/oauth-authz-req+jwt';

const digitalRequest = z.strictObject({ protocol: z.string(), data: z.record(z.string(), z.string()) });

const digitalMessage = sessionMessage.extend({
  answer: z.strictObject({
    protocol: z.string().max(64),
    data: z.strictObject({ response: z.string() }),
  }),
});

const state = z.union([
  z.strictObject({ state: z.literal('waiting') }),
  proved.extend({ state: z.literal('proved') }),
  z.strictObject({ state: z.literal('refused'), code: z.literal('ERR_AGE_NOT_SHOWN'), reference: z.string() }),
]);

/** The doors of showing one's age: the ways there are, a question, its answer, and how far the person has come. */
export function evidenceRoutes(attest: Attest, walletOrigin: string): Route[] {
  const nextRetry = createRetries();
  return [
    route({
      method: 'GET',
      path: '/evidence',
      summary: "The ways of showing one's age",
      cors: 'wallet',
      answers: [
        {
          status: 200,
          description: 'In no order; `label` is what people call a way that has a name of its own.',
          mediaType: json,
          schema: z.strictObject({
            methods: z.array(z.strictObject({ name: z.string(), label: z.string().optional() })),
          }),
        },
      ],
      handle: () => answerJson({ methods: attest.methods }),
    }),
    route({
      method: 'POST',
      path: '/evidence/result',
      summary: 'How far the person of this session has come',
      cors: 'wallet',
      reads: jsonBody(resultMessage),
      answers: [{ status: 200, description: 'Waiting, proved or refused.', mediaType: json, schema: state }],
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_STORE_UNAVAILABLE'],
      async handle({ session, code }) {
        return answerJson(await attest.state(session, code));
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
          description:
            'A session for the wallet, and what the person’s app is asked: by a link, or through the browser.',
          mediaType: json,
          schema: z.strictObject({
            session: secret,
            expires: unixSeconds,
            request: z.string().optional(),
            here: z.string().optional(),
            digital: z.array(digitalRequest).optional(),
          }),
        },
      ],
      refuses: ['ERR_NOT_FOUND', 'ERR_NOT_READY', 'ERR_BUSY', 'ERR_STORE_UNAVAILABLE'],
      refusalHeaders: (code): Record<string, string> =>
        code === 'ERR_BUSY' ? { 'retry-after': String(nextRetry()) } : {},
      async handle(_, { params, now }) {
        return answerJson(await attest.begin(params.method ?? '', now), {}, 201);
      },
    }),
    ...requestRoutes(attest),
    route({
      method: 'POST',
      path: '/evidence/:method/answer/:handle',
      summary: "Takes the answer of the person's app (OpenID4VP direct_post), once",
      reads: bytesBody({ mediaTypes: ['application/x-www-form-urlencoded'], max: ANSWER_MAX }),
      answers: [
        {
          status: 200,
          description: 'Taken; `redirect_uri` is where the app sends the browser of this device.',
          mediaType: json,
          schema: z.strictObject({ redirect_uri: z.string().optional() }),
        },
      ],
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_AGE_NOT_SHOWN', 'ERR_NOT_FOUND', 'ERR_NOT_READY', 'ERR_STORE_UNAVAILABLE'],
      async handle({ bytes }, { params, now }) {
        const { returnTo } = await attest.answer(params.method ?? '', params.handle ?? '', bytes, now);
        return answerJson(returnTo === undefined ? {} : { redirect_uri: returnTo });
      },
    }),
    route({
      method: 'POST',
      path: '/evidence/:method/digital',
      summary: "Takes what the person's app answered through the browser (W3C Digital Credentials API), once",
      cors: 'wallet',
      reads: jsonBody(digitalMessage, { max: DIGITAL_ANSWER_MAX }),
      answers: [{ status: 200, description: 'Taken.', mediaType: json, schema: nothing }],
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_AGE_NOT_SHOWN', 'ERR_NOT_FOUND', 'ERR_NOT_READY', 'ERR_STORE_UNAVAILABLE'],
      async handle({ session, answer }, { params, now }) {
        await attest.answerDigital(params.method ?? '', session, writeUtf8(JSON.stringify(answer)), now);
        return answerJson({});
      },
    }),
    route({
      method: 'GET',
      path: '/evidence/:method/return',
      summary: 'Where a provider sends the browser back to, which goes on to the wallet',
      answers: [{ status: 303, description: 'To the wallet, with a code if something was shown.' }],
      refuses: ['ERR_STORE_UNAVAILABLE'],
      async handle(_, context) {
        return answerRedirect(await returnTo(attest, context, walletOrigin));
      },
    }),
  ];
}

/** A request that apps fetch: by GET, or by POST with a nonce of their own (OpenID4VP 1.0 §5.10). */
function requestRoutes(attest: Attest): Route[] {
  const shared = {
    path: '/evidence/:method/request/:handle',
    answers: [{ status: 200, description: 'A signed request object.', mediaType: jwt }],
    refuses: ['ERR_EVIDENCE_SESSION', 'ERR_FORM_MALFORMED', 'ERR_NOT_FOUND', 'ERR_NOT_READY', 'ERR_STORE_UNAVAILABLE'],
  } as const;
  const give = async ({ params }: Context, walletNonce?: string): Promise<Response> => {
    const request = await attest.readRequest(params.method ?? '', params.handle ?? '', walletNonce);
    return answerBytes(writeUtf8(request), jwt);
  };
  return [
    route({
      ...shared,
      method: 'GET',
      summary: "Gives the person's app the request that its link leads to",
      handle: (_, context) => give(context),
    }),
    route({
      ...shared,
      method: 'POST',
      summary: "Gives the person's app the request that its link leads to, with the app's nonce in it",
      reads: bytesBody({ mediaTypes: ['application/x-www-form-urlencoded'], max: ANSWER_MAX }),
      handle: ({ bytes }, context) => give(context, readWalletNonce(bytes)),
    }),
  ];
}

/** Apps say more of themselves than we use; what is not known is left alone, as the standard wants it. */
function readWalletNonce(form: Bytes): string | undefined {
  const [nonce, ...more] = new URLSearchParams(refuseAs('ERR_FORM_MALFORMED', () => readUtf8(form))).getAll(
    'wallet_nonce',
  );
  check(more.length === 0 && (nonce ?? '').length <= WALLET_NONCE_MAX, 'ERR_FORM_MALFORMED');
  return nonce;
}

/** Whatever came of it, the person goes back to the wallet, which asks how far they have come. */
async function returnTo(
  attest: Attest,
  { params, query, request, now }: Context,
  walletOrigin: string,
): Promise<string> {
  const body: Bytes = writeUtf8(new URL(request.url).search.slice(1));
  try {
    // A look at the address (HEAD) must not use the question up.
    check(request.method === 'GET' && body.length <= RETURN_MAX, 'ERR_EVIDENCE_SESSION');
    const { returnTo } = await attest.answer(params.method ?? '', query.get('state') ?? '', body, now);
    if (returnTo !== undefined) return returnTo;
  } catch (error) {
    if (!(error instanceof AgeError) || error.code === 'ERR_STORE_UNAVAILABLE') throw error;
  }
  return `${walletOrigin}/app/#returned=`;
}
