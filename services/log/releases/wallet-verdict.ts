import type { ErrorCode } from '@bauta/sdk/protocol';
import type { IntegrityList } from './integrity-list.ts';
import type { FileFault } from './served-files.ts';

/** Why a check did not end well; a new reason is a new row. */
export const REASONS = {
  // Nothing can be said.
  'host-away': 'the wallet’s host does not answer',
  'log-away': 'the log does not answer',
  // It does not hold.
  'no-list': 'the host gives no integrity.json',
  'list-malformed': 'what the host gives as integrity.json is none',
  'log-refused': 'the log is not to be believed',
  'not-logged': 'the build that was served is not in the log',
  'files-differ': 'files are not those of the build in the log',
  'older-build': 'the build that was served is in the log, but the log has a newer one',
} as const;

export type Reason = keyof typeof REASONS;

/** What a check found; JSON can say it, and members keep their meaning. */
export interface WalletVerdict {
  readonly ok: boolean;
  /** The origin that was asked. */
  readonly url: string;
  /** As the host says it; null when it gave no list. */
  readonly version: string | null;
  /** SHA-256 of its `integrity.json` in hexadecimal. */
  readonly digest: string | null;
  /** Of the entry of this build. */
  readonly index: number | null;
  /** Of the last entry for this host. */
  readonly newest: number | null;
  readonly files: {
    readonly checked: number;
    readonly wrong: readonly { readonly path: string; readonly why: FileFault }[];
  };
  readonly reason?: Reason;
  /** What is wrong with the log. */
  readonly code?: ErrorCode;
}

/** A step of a check. */
export type CheckStep =
  | { readonly kind: 'list'; readonly list: IntegrityList }
  | { readonly kind: 'log'; readonly index: number; readonly newest: number }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly at: number;
      readonly of: number;
      readonly why?: FileFault;
    };
