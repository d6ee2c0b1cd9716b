import { readFileSync } from 'node:fs';
import { AgeError } from '@bauta/sdk/protocol';
import { Hono } from 'hono';
import { z } from 'zod';
import { answerJson } from '../http/answer.ts';
import { jsonBody, readBody } from '../http/body.ts';
import { answerProblem } from '../problem.ts';
import { createDeviceKeys, type IssueOptions, issue, validityFrom } from './attestation.ts';
import { present } from './present.ts';
import { parsePresentationRequest } from './request.ts';
import type { TestPki } from './test-pki.ts';
import { TEXT } from './text/text.ts';

/** What the simulated phone needs of the world. */
export interface PhoneOptions {
  /** Unix seconds. */
  readonly now: () => number;
  readonly pki: TestPki;
  /** Carries the answer to the presentation verifier. */
  readonly fetch: (request: Request) => Promise<Response>;
}

type Holder = Pick<IssueOptions, 'validity' | 'elements'>;

const EXPIRED_FOR = 180 * 86_400;

/** Who may hold the phone: what the document in it says of them. */
const PERSONS: Readonly<Record<'adult' | 'young' | 'expired', (element: string, now: number) => Holder>> = {
  adult: (element) => ({ elements: [[element, true]] }),
  young: (element) => ({ elements: [[element, false]] }),
  expired: (element, now) => ({ elements: [[element, true]], validity: validityFrom(now - EXPIRED_FOR) }),
};

const PRESENT = jsonBody(z.strictObject({ request: z.string(), person: z.enum(['adult', 'young', 'expired']) }), {
  max: 16_384,
});

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const file = (name: string): string => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');

const FILES: Readonly<Record<string, readonly [mediaType: string, content: string]>> = {
  '/': ['text/html; charset=utf-8', file('index.html')],
  '/page.css': ['text/css; charset=utf-8', file('page.css')],
  '/page.js': ['text/javascript; charset=utf-8', file('page.js')],
  '/text.js': ['text/javascript; charset=utf-8', `export const TEXT = ${JSON.stringify(TEXT)};\n`],
};

/**
 * A simulated EU age wallet, for demonstration: a page that shows what a presentation verifier asks for, and
 * `POST /present {"request": "av://authorize?…", "person": "adult" | "young" | "expired"}`, which answers it with a
 * proof of age that it issues to itself, then 200 `{"delivered": true}` or an RFC 9457 problem.
 */
export function createPhone({ now, pki, fetch }: PhoneOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  });
  for (const [path, [mediaType, content]] of Object.entries(FILES)) {
    app.get(path, (context) => context.body(content, 200, { 'content-type': mediaType }));
  }
  app.post('/present', async (context) => {
    const { request, person } = await readBody(context.req.raw, PRESENT);
    const { element } = parsePresentationRequest(request);
    const keys = await createDeviceKeys();
    const held = PERSONS[person](element, now());
    const attestation = await issue(pki.attestationProvider, { now: now(), deviceKey: keys.publicKey, ...held });
    await present(request, { attestation, deviceKey: keys.privateKey }, fetch);
    return answerJson({ delivered: true });
  });
  app.notFound(() => answerProblem(new AgeError('ERR_NOT_FOUND')));
  app.onError((error) => answerProblem(error));
  return app;
}
