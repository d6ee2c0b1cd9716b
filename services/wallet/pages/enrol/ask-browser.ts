import { AgeError, asText, type Json } from '@bauta/sdk/protocol';
import type { DigitalAnswer, DigitalRequest } from './attester.ts';

/** What came of asking through the browser; `silent`: nothing, and nobody said no. */
export type BrowserEnd = 'answered' | 'declined' | 'silent';

/** The part of `navigator.credentials` that is asked. */
export interface DigitalCredentials {
  get(options: object): Promise<unknown>;
}

/** Whether the browser knows the Digital Credentials API. Whether it knows an app too, nothing tells. */
export function canAskBrowser(page: object = globalThis): boolean {
  return 'DigitalCredential' in page;
}

/**
 * Asks the browser for a proof of age (W3C Digital Credentials) and hands the answer on. Call it from a click.
 * @param send takes the answer to the attester; what comes of it is read there.
 * @param signal ends the question when the page has gone on without it.
 */
export async function askBrowser(
  requests: readonly DigitalRequest[],
  send: (answer: DigitalAnswer) => Promise<void>,
  signal: AbortSignal,
  credentials: DigitalCredentials = navigator.credentials,
): Promise<BrowserEnd> {
  let answer: DigitalAnswer;
  try {
    answer = readAnswer(await credentials.get({ mediation: 'required', digital: { requests }, signal }));
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'declined' : 'silent';
  }
  try {
    await send(answer);
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    if (error.code === 'ERR_NOT_READY') return 'silent';
  }
  return 'answered';
}

/** A `DigitalCredential`. @throws TypeError for the answer of an app that says why it has none, and anything else. */
function readAnswer(credential: unknown): DigitalAnswer {
  const { protocol, data } = (credential ?? {}) as { protocol?: Json; data?: { response?: Json } };
  return { protocol: asText(protocol), data: { response: asText(data?.response) } };
}
