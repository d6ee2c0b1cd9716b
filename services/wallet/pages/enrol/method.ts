import type { AttesterSetting } from '../../settings.ts';
import type { Text } from '../../text/en.ts';
import type { Question } from '../frame/stage.ts';
import type { BrowserEnd } from './ask-browser.ts';
import type { EvidenceSession, ListedMethod } from './attester.ts';

/** What a method's screen has to go by. */
export interface MethodAsking {
  readonly session: EvidenceSession;
  readonly attester: AttesterSetting;
  /** The origin of the simulated phone, in demonstrations. */
  readonly phone: string | undefined;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  /** Asks through the browser; to be called from a click. Absent where the browser or the method cannot. */
  readonly askBrowser?: () => Promise<BrowserEnd>;
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
  /** Whether a link of an attester is one that this method may show. */
  readonly isLink: (link: string) => boolean;
  /** Asks for the proof; it is over when the attester knows more, whatever stands on the screen. */
  readonly screen: (asking: MethodAsking) => Question<'stop'>;
}

/** Those of the listed ways that the wallet knows how to go, the first to be offered first. */
export type MethodTable = (listed: readonly ListedMethod[]) => readonly Method[];
