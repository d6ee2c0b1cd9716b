import { sha256 } from '#crypto';
import type { MethodVisit } from '../../gate/method.ts';
import { formatBase64url, parseBase64url } from '../../protocol/base64url.ts';
import { type Bytes, concat, isEqual, writeUtf8 } from '../../protocol/bytes.ts';
import { check } from '../../protocol/errors.ts';
import { createIsoMdocRequest, type IsoMdocRequest, type KeptIsoMdocRequest } from '../iso-mdoc-request.ts';
import type { Presentation } from '../presentation.ts';
import type { ZkSystemSpec } from '../zk/zk-system-spec.ts';
import { ANSWER_PATH } from './paths.ts';

/** Seconds for which a question may be answered. */
const QUESTION_LIFETIME = 300;
/** Seconds for which an answer that was taken waits for the browser that asked. */
const SHOWN_LIFETIME = 120;

/** By which device's app a question is answered. */
export type Way = 'here' | 'elsewhere';

/** What is kept of one question: chance, and which browser asked. Good for one answer, whichever way it comes. */
export interface Question {
  /** SHA-256 of the cookie of the browser that asked, base64url. */
  readonly browser: string;
  readonly ways: Readonly<Partial<Record<Way, Presentation>>>;
  readonly digital: KeptIsoMdocRequest;
}

/** A question as the page has it. */
export interface Asking {
  /** 32 bytes: anyone may know it, since answers have to come to it. */
  readonly id: Bytes;
  readonly question: Question;
  readonly digital: IsoMdocRequest;
}

/** Where the three kinds of things lie that one store keeps for us, apart from what others keep there. */
type Shelf = 'question' | 'shown' | 'code';

async function placeOf(shelf: Shelf, id: Bytes): Promise<Bytes> {
  return sha256(concat(writeUtf8(`eu-wallet ${shelf} `), id));
}

/**
 * Makes a question of the browser with this cookie, and keeps it for `QUESTION_LIFETIME` seconds.
 * @param cookie 32 bytes. @param terms `zk` are the systems that can be verified here; `elsewhere` whether another
 * device may answer.
 */
export async function askQuestion(
  { settings }: MethodVisit,
  cookie: Bytes,
  terms: { readonly zk: readonly ZkSystemSpec[]; readonly elsewhere: boolean },
): Promise<Asking> {
  const { random, threshold, origin, sessions } = settings;
  const id = random(32);
  const responseUri = `${origin}${ANSWER_PATH}${formatBase64url(id)}`;
  const presentation = (): Presentation => ({
    responseUri,
    presentationNonce: formatBase64url(random(32)),
    state: formatBase64url(random(32)),
    threshold,
  });
  const ways = { here: presentation(), ...(terms.elsewhere ? { elsewhere: presentation() } : {}) };
  const { request, kept } = await createIsoMdocRequest({ threshold, zk: terms.zk }, random);
  const question: Question = { browser: await browserOf(cookie), ways, digital: kept };
  await sessions.put(await placeOf('question', id), JSON.stringify(question), QUESTION_LIFETIME);
  return { id, question, digital: request };
}

/** What stands in a cookie's place wherever something is kept. */
async function browserOf(cookie: Bytes): Promise<string> {
  return formatBase64url(await sha256(cookie));
}

/** The question as it is kept, which stays. @throws AgeError ERR_EVIDENCE_SESSION when there is none (any more) */
export async function readQuestion({ settings }: MethodVisit, id: Bytes): Promise<Question> {
  return restore(await settings.sessions.read(await placeOf('question', id)));
}

/** Takes the question away: of two answers one gets it. @throws as `readQuestion` */
export async function takeQuestion({ settings }: MethodVisit, id: Bytes): Promise<Question> {
  return restore(await settings.sessions.take(await placeOf('question', id)));
}

function restore(kept: string | undefined): Question {
  check(kept !== undefined, 'ERR_EVIDENCE_SESSION', 'no question waits for this answer');
  return JSON.parse(kept) as Question;
}

/** Which way's question a `state` belongs to. @throws AgeError ERR_EVIDENCE_SESSION when to none */
export function wayOf({ ways }: Question, state: string): Way {
  const found = (Object.entries(ways) as [Way, Presentation][]).find(([, presentation]) =>
    isEqual(writeUtf8(presentation.state), writeUtf8(state)),
  );
  check(found !== undefined, 'ERR_EVIDENCE_SESSION', 'the answer is to another question');
  return found[0];
}

/** @throws AgeError ERR_PRE_SESSION unless this cookie is the one of the browser that asked */
export async function checkBrowser(cookie: Bytes | undefined, browser: string): Promise<void> {
  const isSame = cookie !== undefined && isEqual(await sha256(cookie), parseBase64url(browser));
  check(isSame, 'ERR_PRE_SESSION', 'another browser asked');
}

/** What came of a question: by whose app it was answered, and in which browser it was asked. */
export interface Shown {
  readonly way: Way;
  readonly browser: string;
}

/** Files that a good proof was shown: for the browser that asked, and nobody else. */
export async function fileShown({ settings }: MethodVisit, id: Bytes, { way, browser }: Shown): Promise<void> {
  await settings.sessions.put(await placeOf('shown', id), `${way} ${browser}`, SHOWN_LIFETIME);
}

/** What came of a question, which stays; undefined while nothing has. */
export async function readShown({ settings }: MethodVisit, id: Bytes): Promise<Shown | undefined> {
  const [way, browser] = (await settings.sessions.read(await placeOf('shown', id)))?.split(' ') ?? [];
  return browser === undefined ? undefined : { way: way as Way, browser };
}

/** Takes it away. @returns whether it was there still */
export async function takeShown({ settings }: MethodVisit, id: Bytes): Promise<boolean> {
  return (await settings.sessions.take(await placeOf('shown', id))) !== undefined;
}

/** A fresh code for the way back from an app of this device, 43 characters (OpenID4VP 1.0 §8.2, `response_code`). */
export async function fileCode({ settings }: MethodVisit, { browser }: Question): Promise<string> {
  const code = settings.random(32);
  await settings.sessions.put(await placeOf('code', code), browser, SHOWN_LIFETIME);
  return formatBase64url(code);
}

/** Whose code it was, once; void whatever comes next. @throws AgeError ERR_CODE_UNKNOWN */
export async function takeCode({ settings }: MethodVisit, code: Bytes | undefined): Promise<string> {
  check(code !== undefined, 'ERR_CODE_UNKNOWN');
  const browser = await settings.sessions.take(await placeOf('code', code));
  check(browser !== undefined, 'ERR_CODE_UNKNOWN');
  return browser;
}
