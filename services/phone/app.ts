import { readFileSync } from 'node:fs';
import { AgeError, type Bytes } from '@bauta/sdk/protocol';
import { Hono } from 'hono';
import { z } from 'zod';
import { answerJson } from '../http/answer.ts';
import { jsonBody, readBody } from '../http/body.ts';
import { answerProblem } from '../problem.ts';
import { createDeviceKeys, type IssueOptions, issue, PROOF_OF_AGE, validityFrom } from './attestation.ts';
import type { Delivered } from './deliver.ts';
import { answerSignedRequest, type Hold } from './eudi/answer-request.ts';
import { isHaipLink } from './eudi/haip-link.ts';
import { presentHaip } from './eudi/present-haip.ts';
import { answerIsoMdoc, parseDigitalRequests } from './iso-mdoc.ts';
import { type HeldAttestation, present } from './present.ts';
import { parsePresentationRequest } from './request.ts';
import type { TestPki } from './test-pki.ts';
import { TEXT } from './text/text.ts';

/** What the simulated phone needs of the world. */
export interface PhoneOptions {
  /** Unix seconds. */
  readonly now: () => number;
  readonly pki: TestPki;
  /** DER of the authorities whose access certificates it believes; none when absent. */
  readonly authorities?: readonly Bytes[];
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

const PERSON = z.enum(['adult', 'young', 'expired']);

const PRESENT = jsonBody(z.strictObject({ request: z.string(), person: PERSON }), { max: 16_384 });

/** Of `org-iso-mdoc`, and of `openid4vp-v1-signed`. */
const REQUEST_DATA = z.union([
  z.strictObject({ deviceRequest: z.string(), encryptionInfo: z.string() }),
  z.strictObject({ request: z.string() }),
]);

const DIGITAL = jsonBody(
  z.strictObject({
    origin: z.string(),
    requests: z.array(z.strictObject({ protocol: z.string(), data: REQUEST_DATA })).max(8),
    person: PERSON,
  }),
  { max: 65_536 },
);

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
 * proof of age that it issues to itself, then 200 `{"delivered": true, "redirect_uri"?}` or an RFC 9457 problem. A
 * request that starts with `haip-vp://`, or leads by another scheme to a `request_uri`, is answered as EUDI wallets do.
 * `POST /digital {"origin", "requests": [{"protocol", "data"}], "person"}` stands for the browser and the phone together:
 * what a page at `origin` gave to the Digital Credentials API is answered by 200 `{"protocol", "data"}`, as the page would
 * get it: a first request by `openid4vp-v1-signed` by an EUDI wallet, any other by an age app.
 */
export function createPhone({ now, pki, authorities = [], fetch }: PhoneOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  });
  for (const [path, [mediaType, content]] of Object.entries(FILES)) {
    app.get(path, (context) => context.body(content, 200, { 'content-type': mediaType }));
  }
  const holdFor = async (person: keyof typeof PERSONS, element: string): Promise<HeldAttestation> => {
    const keys = await createDeviceKeys();
    const options = { now: now(), deviceKey: keys.publicKey, ...PERSONS[person](element, now()) };
    return { attestation: await issue(pki.attestationProvider, options), deviceKey: keys.privateKey };
  };
  const holdsFor = (person: keyof typeof PERSONS): Hold => {
    return async ({ docType, element }) => (docType === PROOF_OF_AGE ? holdFor(person, element) : undefined);
  };
  const answerLink = async (link: string, person: keyof typeof PERSONS): Promise<Delivered> => {
    if (isHaipLink(link)) return presentHaip(link, holdsFor(person), { authorities, now: now() }, fetch);
    return present(link, await holdFor(person, parsePresentationRequest(link).element), fetch);
  };
  app.post('/present', async (context) => {
    const { request, person } = await readBody(context.req.raw, PRESENT);
    const { redirectUri } = await answerLink(request, person);
    return answerJson({ delivered: true, ...(redirectUri === undefined ? {} : { redirect_uri: redirectUri }) });
  });
  app.post('/digital', async (context) => {
    const { origin, requests, person } = await readBody(context.req.raw, DIGITAL);
    const [first] = requests;
    if (first?.protocol === 'openid4vp-v1-signed') {
      return answerJson(await answerSignedRequest(first.data, origin, holdsFor(person), { authorities, now: now() }));
    }
    const question = parseDigitalRequests(requests);
    return answerJson(await answerIsoMdoc(question, await holdFor(person, question.element), origin));
  });
  app.notFound(() => answerProblem(new AgeError('ERR_NOT_FOUND')));
  app.onError((error) => answerProblem(error));
  return app;
}
