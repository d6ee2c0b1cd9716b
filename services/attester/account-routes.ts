import { ACCOUNT_PASSKEYS_MAX } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { answerJson } from '../http/answer.ts';
import { jsonBody } from '../http/body.ts';
import { type Route, route } from '../http/route.ts';
import type { Grants } from '../storage/ports.ts';
import { type AccountContext, beginAccountAct } from './account-act.ts';
import { addPasskey } from './add-passkey.ts';
import type { Attest } from './attest.ts';
import { enrol } from './enrol.ts';
import { eraseAccount } from './erase-account.ts';
import {
  accountMessage,
  addPasskeyMessage,
  base64url,
  enrolMessage,
  nonceAnswer,
  nothing,
  proved,
  secret,
  threshold,
} from './messages.ts';
import type { Pepper } from './pepper.ts';
import { readAccount } from './read-account.ts';
import { releaseShare } from './release-share.ts';

const json = 'application/json';
const whole = z.int().min(0);
/** Of every act that a passkey of the account has to say yes to. */
const ACT_REFUSES = ['ERR_NONCE', 'ERR_ASSERTION', 'ERR_ACCOUNT', 'ERR_STORE_UNAVAILABLE'] as const;

export interface AccountDoors extends AccountContext {
  readonly attest: Attest;
  readonly grants: Grants;
  readonly pepper: Pepper;
  /** Grants per account, threshold and epoch. */
  readonly k: number;
}

/** The doors of one's own account: make it, see it, add a passkey, open a wallet without PRF, erase it. */
export function accountRoutes(context: AccountDoors): Route[] {
  return [
    route({
      method: 'POST',
      path: '/accounts',
      summary: 'Makes an account of what was proved, for a new passkey',
      cors: 'wallet',
      reads: jsonBody(enrolMessage),
      answers: [{ status: 201, description: 'What the account is good for.', mediaType: json, schema: proved }],
      refuses: ['ERR_EVIDENCE_SESSION', 'ERR_REGISTRATION', 'ERR_STORE_UNAVAILABLE'],
      async handle(message) {
        return answerJson(await enrol(message, context), {}, 201);
      },
    }),
    route({
      method: 'POST',
      path: '/account/challenge',
      summary: 'A nonce for one act upon an account',
      cors: 'wallet',
      reads: jsonBody(nothing),
      answers: [
        {
          status: 200,
          description: 'Good for 300 seconds and one well-formed act.',
          mediaType: json,
          schema: nonceAnswer,
        },
      ],
      refuses: ['ERR_STORE_UNAVAILABLE'],
      async handle(_, { now }) {
        return answerJson(await beginAccountAct(context, now));
      },
    }),
    route({
      method: 'POST',
      path: '/account/read',
      summary: 'Shows a person what is kept of them',
      cors: 'wallet',
      reads: jsonBody(accountMessage),
      answers: [
        {
          status: 200,
          description: 'Ages, expiry, passkeys, and the grants drawn in each epoch that is still counted.',
          mediaType: json,
          schema: proved.extend({
            passkeys: z.array(z.strictObject({ credentialId: base64url, counter: whole })),
            drawn: z.array(z.strictObject({ threshold, epoch: z.string(), drawn: whole, of: whole })),
          }),
        },
      ],
      refuses: ACT_REFUSES,
      async handle(message) {
        return answerJson(await readAccount(message, context));
      },
    }),
    route({
      method: 'POST',
      path: '/account/erase',
      summary: 'Erases the account; counts and the keyed hash of the evidence stay for their time',
      cors: 'wallet',
      reads: jsonBody(accountMessage),
      answers: [{ status: 200, description: 'Erased.', mediaType: json, schema: nothing }],
      refuses: ACT_REFUSES,
      async handle(message) {
        await eraseAccount(message, context);
        return answerJson({});
      },
    }),
    route({
      method: 'POST',
      path: '/account/passkeys',
      summary: 'Adds a further passkey, for which one of the account vouches',
      cors: 'wallet',
      reads: jsonBody(addPasskeyMessage),
      answers: [
        {
          status: 201,
          description: 'How many passkeys the account has now.',
          mediaType: json,
          schema: z.strictObject({ passkeys: z.int().min(2).max(ACCOUNT_PASSKEYS_MAX) }),
        },
      ],
      refuses: [...ACT_REFUSES, 'ERR_REGISTRATION', 'ERR_QUOTA_EXCEEDED'],
      async handle(message) {
        return answerJson(await addPasskey(message, context), {}, 201);
      },
    }),
    route({
      method: 'POST',
      path: '/account/share',
      summary: "Releases the attester's half of the key of a passkey without PRF",
      cors: 'wallet',
      reads: jsonBody(accountMessage),
      answers: [
        {
          status: 200,
          description: '32 bytes, the same every time for one passkey.',
          mediaType: json,
          schema: z.strictObject({ share: secret }),
        },
      ],
      refuses: ACT_REFUSES,
      async handle(message) {
        return answerJson(await releaseShare(message, context));
      },
    }),
  ];
}
