import { AgeError, asText, check, type Json, parseJson } from '@bauta/sdk/protocol';

/** What a presentation verifier said to an answer that it took. */
export interface Delivered {
  /** Where this device's browser is to go on. */
  readonly redirectUri?: string;
}

/**
 * Posts an answer to a presentation verifier (OpenID4VP 1.0 §8.2).
 * @param fetch carries the one POST; redirections are not followed.
 * @throws AgeError ERR_AGE_NOT_SHOWN when the verifier refused the proof, ERR_NOT_READY when it did not take the answer.
 */
export async function deliver(
  responseUri: string,
  form: URLSearchParams,
  fetch: (request: Request) => Promise<Response>,
): Promise<Delivered> {
  const post = new Request(responseUri, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    redirect: 'manual',
  });
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(post);
    text = await answer.text();
  } catch {
    throw new AgeError('ERR_NOT_READY', 'the presentation verifier could not be reached');
  }
  check(answer.status !== 403, 'ERR_AGE_NOT_SHOWN', 'the presentation verifier refused the proof of age');
  check(answer.status === 200, 'ERR_NOT_READY', 'the presentation verifier did not take the answer');
  try {
    const { redirect_uri: redirectUri } = parseJson(text) as Readonly<Record<string, Json | undefined>>;
    if (redirectUri === undefined) return {};
    const url = new URL(asText(redirectUri));
    // A page is what a browser goes on to, never a script.
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('not the address of a page');
    return { redirectUri: url.href };
  } catch {
    throw new AgeError('ERR_NOT_READY', 'the presentation verifier answered with something else');
  }
}
