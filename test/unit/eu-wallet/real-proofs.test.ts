import { checkProofOfAge } from '@bauta/sdk/eu-wallet';
import { formatHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { outcomeOf, realExamples, withOneByteChanged } from './figures.ts';

describe.each(realExamples)('proof of age $index of google/longfellow-zk', (example) => {
  const { deviceResponse, now, sessionTranscript, trustedList } = example;
  const terms = { sessionTranscript, trustedList, now };

  it('is accepted at its own time, its signer listed', async () => {
    const proof = await checkProofOfAge(deviceResponse, terms);
    expect(proof.thresholds).toEqual([18]);
    expect(formatHex(proof.msoPayload.slice(0, 2))).toBe('d818');
    expect(proof.validUntil).toBe(now < Date.UTC(2026, 0, 1) / 1000 ? 1_787_256_000 : 1_799_852_400);
  });

  it('is refused with any one byte changed', async () => {
    const outcomes = new Map<string, string[]>();
    for (const [change, altered] of withOneByteChanged(deviceResponse)) {
      const outcome = await outcomeOf(() => checkProofOfAge(altered, terms));
      outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), change]);
    }
    expect(outcomes.get('accepted')).toBeUndefined();
    // Each layer catches what only it can see, so none of them stands idle.
    for (const code of ['ERR_MDOC_DIGEST', 'ERR_MDOC_ISSUER_SIGNATURE', 'ERR_MDOC_DEVICE_SIGNATURE']) {
      expect(outcomes.get(code)?.length).toBeGreaterThan(100);
    }
  }, 60_000);
});
