import type { Bytes } from '@bauta/sdk/protocol';

/** What evidence comes down to. Nothing else of it outlives the call. */
export interface Evidence {
  /** Ages in years that were shown. */
  readonly thresholds: readonly number[];
  /** Unix seconds: until when the evidence stands. */
  readonly expires: number;
  /** A keyed hash that recognises the same evidence when it is shown again, 32 bytes; absent when nothing can. */
  readonly once?: Bytes;
}

/**
 * How an answer comes back. `here`: by a link that this device opens, and the browser returns to the wallet's page with
 * a code; `elsewhere`: from a device that saw the link as a picture; `digital`: through the browser itself (W3C Digital
 * Credentials API).
 */
export type EvidenceWay = 'here' | 'elsewhere' | 'digital';

/** One entry of `requests` of `navigator.credentials.get({ digital })`. */
export interface DigitalRequest {
  readonly protocol: string;
  readonly data: Readonly<Record<string, string>>;
}

/** The addresses of one question. All but the last two are good for it alone. */
export interface QuestionPlace {
  /** The end of those addresses: 43 characters that only whoever is to answer knows. */
  readonly handle: string;
  /** Where the answer is posted. */
  readonly answerUrl: string;
  /** Where the request can be fetched, for a source with `readRequest`. */
  readonly requestUrl: string;
  /** Where a browser is sent back to, with the handle as `state`. The same for every question. */
  readonly returnUrl: string;
  /** The origin of the page that asks by `digital`. */
  readonly pageOrigin: string;
}

/** A question to the outside, and what must be remembered to judge the answer. */
export interface EvidenceQuestion {
  /** What the person's app is given: a link, or by `digital` what the browser hands on, the most wanted first. */
  readonly request: string | readonly DigitalRequest[];
  /** Comes back with the answer; holds nothing of a person. */
  readonly kept: string;
}

/**
 * A way to show one's age. The promise: `complete` ends in what was shown or throws a refusal, and raw evidence dies
 * with the call.
 */
export interface EvidenceSource {
  /** The path segment by which wallets ask for it. */
  readonly name: string;
  /** What people call it, where the wallet cannot know. */
  readonly label?: string;
  /** One question is asked by each of them, and one answer is taken. */
  readonly ways: readonly EvidenceWay[];
  /** @throws AgeError ERR_NOT_READY, and ERR_BUSY where somebody else is asked and too many are at it */
  begin(way: EvidenceWay, place: QuestionPlace, now: number): Promise<EvidenceQuestion>;
  /**
   * The request that stands at `requestUrl`, a JWT; asking for it uses nothing up.
   * @param walletNonce what the app wants to find in it. @throws AgeError
   */
  readRequest?(kept: string, walletNonce: string | undefined): Promise<string>;
  /**
   * Whether `body` has the form of an answer to this question; a stray post must not use the question up.
   * @param body a form, the query of an address that a browser was sent back to, or by `digital` the JSON
   * `{"protocol", "data"}`. @throws AgeError
   */
  checkForm(body: Bytes, kept: string): void | Promise<void>;
  /** @throws AgeError for an answer that does not show an age; the code is for the operator. */
  complete(body: Bytes, kept: string, now: number): Promise<Evidence>;
}
