import type { Fetch } from '@bauta/sdk/client';
import type { AttesterSetting } from '../../settings.ts';
import type { Text } from '../../text/en.ts';
import type { Question } from '../frame/stage.ts';
import type { EvidenceSession } from './attester.ts';

/** What a method's screen has to go by. */
export interface MethodAsking {
  readonly session: EvidenceSession;
  readonly attester: AttesterSetting;
  /** The origin of the simulated phone, in demonstrations. */
  readonly phone: string | undefined;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  /** For a method whose answer comes back to this page, which then takes it to the attester. */
  readonly fetch: Fetch;
}

/** What a method says of itself. */
export interface MethodSentences {
  /** What people call it. */
  readonly label: string;
  /** What the person does. */
  readonly does: string;
  /** What is learnt, and by whom. */
  readonly learns: (attester: string) => string;
  /** While the answer is not there. */
  readonly waiting: string;
}

/** A way of showing one's age. */
export interface Method {
  /** As the attester knows it: the last part of its door `POST /evidence/:method`. */
  readonly name: string;
  readonly sentences: (text: Text) => MethodSentences;
  /** Whether a request of an attester is one that this method may act upon. */
  readonly isRequest: (request: string) => boolean;
  /** Asks for the proof; it is over when the attester knows more, whatever stands on the screen. */
  readonly screen: (asking: MethodAsking) => Question<'stop'>;
}

/** At least one. */
export type Methods = readonly [Method, ...Method[]];
