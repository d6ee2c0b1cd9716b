import type { ErrorCode } from '../protocol/index.ts';
import type { Sessions } from '../verifier/sessions.ts';
import type { GateRequest } from './gate-request.ts';

import type { OwnAnswer } from './own-answer.ts';
import type { Language } from './pages/texts/index.ts';
import type { OfferTexts } from './pages/texts/texts.ts';
import type { PrivacyLevel } from './privacy.ts';
import type { Theme } from './theme.ts';

/** One request to a method, and what stands behind it. */
export interface MethodVisit {
  readonly request: GateRequest;
  /** Whole Unix seconds, read once. */
  readonly now: number;
  readonly settings: {
    /** The site's public origin. */
    readonly origin: string;
    /** Age in years. */
    readonly threshold: number;
    readonly sessions: Sessions;
    readonly random: (length: number) => Uint8Array<ArrayBuffer>;
    /** How pages of the gate look, and whether they carry the RTA label. */
    readonly theme: Theme;
    readonly rta: boolean;
    /** Gets the true code of what was refused, which no visitor sees. */
    readonly onRefused: (code: ErrorCode) => void;
  };
  /** Opens a session for the browser that asks. @returns the answer that gives it, and leads to what it asked for */
  readonly admit: () => Promise<OwnAnswer>;
}

/**
 * A further way of proving one's age at this site, passed in as an option (`methods`), below the wallet's on the gate
 * page. The gate knows where it stands and what it says; what it does is in its own code.
 */
export interface GateMethod {
  /** It answers at `/_age/NAME`, and below it. Small letters and hyphens. */
  readonly name: string;
  /** Less than double-blind. */
  readonly privacy: Exclude<PrivacyLevel, 'double-blind'>;
  readonly texts: Readonly<Record<Language, OfferTexts>>;
  /** Must answer refusals itself; what it throws shuts the door for this request. */
  answer(visit: MethodVisit): Promise<OwnAnswer>;
}
