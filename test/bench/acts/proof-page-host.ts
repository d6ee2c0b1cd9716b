import { formatNoteKey, type LogTrust } from '@bauta/sdk/protocol';
import { openBundledPage } from '../bundled-page.ts';
import type { ProofSetting } from './proof-page.ts';

/** A page that checks proofs. */
export interface ProofPage {
  /** Milliseconds for one of each. */
  measure(count: number): Promise<{ readonly proofs: number; readonly verifications: number }>;
  close(): Promise<void>;
}

/** Undefined where there is no Chromium. */
export async function openProofPage(given: {
  readonly entry: string;
  readonly proof: string;
  readonly trust: LogTrust;
  readonly now: number;
}): Promise<ProofPage | undefined> {
  const opened = await openBundledPage(new URL('./proof-page.ts', import.meta.url));
  if (opened === undefined) return undefined;
  const { trust, ...rest } = given;
  const setting: ProofSetting = {
    ...rest,
    key: formatNoteKey(trust.key),
    witnesses: trust.witnesses.map(formatNoteKey),
  };
  return {
    measure: (count) =>
      opened.page.evaluate(([one, times]) => window.measureProofs(one, times), [setting, count] as const),
    close: opened.close,
  };
}
