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

/** A question to the outside, and what must be remembered to judge the answer. */
export interface EvidenceRequest {
  /** What the person's app is given: a link. */
  readonly request: string;
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
  /** @param answerUrl where the answer is to be posted: one of its own for each question. @throws AgeError ERR_NOT_READY */
  begin(answerUrl: string): EvidenceRequest;
  /** Whether `body` has the form of an answer to this question; a stray post must not use the question up. @throws AgeError */
  checkForm(body: Bytes, kept: string): void;
  /** @throws AgeError for an answer that does not show an age; the code is for the operator. */
  complete(body: Bytes, kept: string, now: number): Promise<Evidence>;
}
