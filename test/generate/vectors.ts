import { accountVectors } from './vectors/accounts.ts';
import { batchVectors } from './vectors/batches.ts';
import { epochWindowVectors } from './vectors/epoch-windows.ts';
import { grantVectors } from './vectors/grants.ts';
import { logEntryVectors } from './vectors/log-entries.ts';
import { logProofVectors } from './vectors/log-proofs.ts';
import { oneTimeCodeVectors } from './vectors/one-time-codes.ts';
import { presentRequestVectors } from './vectors/present-requests.ts';
import { proofVectors } from './vectors/proofs.ts';
import { recordVectors } from './vectors/records.ts';
import { redemptionVectors } from './vectors/redemptions.ts';
import { siteChallengeVectors } from './vectors/site-challenges.ts';
import { tokenVectors } from './vectors/tokens.ts';
import type { VectorFile } from './vectors/vector-file.ts';

const FILES: readonly (() => VectorFile)[] = [
  epochWindowVectors,
  siteChallengeVectors,
  tokenVectors,
  oneTimeCodeVectors,
  proofVectors,
  redemptionVectors,
  presentRequestVectors,
  grantVectors,
  accountVectors,
  batchVectors,
  recordVectors,
  logEntryVectors,
  logProofVectors,
];

/**
 * Our own vectors: path from the root, and text. They are written by a second implementation on plain `node:crypto`, so
 * that the SDK is held against something else than itself. The same text in every run; the keys come from public seeds.
 */
export function generateVectors(): Map<string, string> {
  return new Map(
    FILES.map((write) => {
      const file = write();
      return [`spec/vectors/${file.kind}.json`, `${JSON.stringify(file, null, 2)}\n`];
    }),
  );
}
