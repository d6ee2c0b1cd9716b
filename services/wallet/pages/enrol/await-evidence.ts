import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';
import type { Attester, EvidenceState } from './attester.ts';

/** How a wait for evidence ends. */
export type EvidenceEnd =
  | Exclude<EvidenceState, { state: 'waiting' }>
  | { readonly state: 'failed'; readonly code: ErrorCode };

/** What a wait needs of the page. */
export interface EvidenceWait {
  /** Fulfilled when it is time to ask again: every two seconds, while somebody looks. */
  readonly pause: () => Promise<void>;
  /** Says whether the attester answers at the moment. */
  readonly onReach: (isReachable: boolean) => void;
  readonly signal: AbortSignal;
  /** What the browser came back with. */
  readonly code?: string;
}

/** Asks until the person's phone has answered. An attester that is away for a while ends nothing. */
export async function awaitEvidence(
  attester: Pick<Attester, 'readEvidence'>,
  session: string,
  wait: EvidenceWait,
): Promise<EvidenceEnd> {
  while (!wait.signal.aborted) {
    await wait.pause();
    if (wait.signal.aborted) break;
    try {
      const state = await attester.readEvidence(session, wait.code);
      wait.onReach(true);
      if (state.state !== 'waiting') return state;
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      if (error.code !== 'ERR_NOT_READY') return { state: 'failed', code: error.code };
      wait.onReach(false);
    }
  }
  return { state: 'failed', code: 'ERR_EVIDENCE_SESSION' };
}

/** Two seconds, and then until the page can be seen. */
export async function pauseWhileHidden(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  while (document.visibilityState !== 'visible') {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}
