import { type Bytes, GRANT_REQUESTS_MAX, parseBase64url, startOf, TOKEN_REQUEST_LENGTH } from '@bauta/sdk/protocol';
import { z } from 'zod';

/** Canonical base64url of exactly `length` bytes. */
function bytesOf(length: number): z.ZodType<Bytes, string> {
  const characters = Math.ceil((length * 4) / 3);
  return z
    .string()
    .length(characters)
    .regex(/^[A-Za-z0-9_-]+$/)
    .transform((text, context) => {
      try {
        return parseBase64url(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not canonical' });
        return z.NEVER;
      }
    });
}

export const base64url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/);
/** 43 characters for 32 bytes. */
export const secret = z
  .string()
  .length(43)
  .regex(/^[A-Za-z0-9_-]+$/);
export const unixSeconds = z.int().min(0);
export const threshold = z.int().min(1).max(120);

const epoch = z.string().refine((text) => {
  try {
    return startOf(text) > 0;
  } catch {
    return false;
  }
});

const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') };

/** The body of a door that asks for nothing, and the answer of one that has nothing to say. */
export const nothing = z.strictObject({});
/** What an account is good for. */
export const proved = z.strictObject({ thresholds: z.array(threshold), expires: unixSeconds });
export const nonceAnswer = z.strictObject({ nonce: secret, expires: unixSeconds });

export const sessionMessage = z.strictObject({ session: secret });
/** `code`: what the browser came back with. */
export const resultMessage = sessionMessage.extend({ code: secret.optional() });

const registration = z.strictObject({
  ...credential,
  response: z.strictObject({ clientDataJSON: base64url, attestationObject: base64url }),
});

export const enrolMessage = z.strictObject({ session: secret, registration });

const assertion = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});

/** What every act upon an account takes. */
export const accountMessage = z.strictObject({ nonce: bytesOf(32), assertion });

export const addPasskeyMessage = accountMessage.extend({ registration });

const grantRequest = z.strictObject({
  threshold,
  epoch,
  generation: z.int().min(0).max(255),
  request: bytesOf(TOKEN_REQUEST_LENGTH),
});

export const grantMessage = accountMessage.extend({
  requests: z
    .array(grantRequest)
    .min(1)
    .max(GRANT_REQUESTS_MAX)
    .refine((requests) =>
      // Epochs are ASCII of one length, so the order of texts is the order in time.
      requests.every((one, i) => {
        const before = requests[i - 1];
        return !before || before.epoch < one.epoch || (before.epoch === one.epoch && before.threshold < one.threshold);
      }),
    ),
});
