import type { Bytes } from '@bauta/sdk/protocol';
import { sourcesOf } from '@bauta/services/attester/evidence-module';
import type { EvidenceSource } from '@bauta/services/attester/evidence-source';
import { loadEvidenceModule } from '@bauta/services/attester/load-evidence-module';
import { openSources, type SourcesGiven } from '@bauta/services/attester/open-sources';
import { createPepper } from '@bauta/services/attester/pepper';
import { ConfigFault } from '@bauta/services/settings/config-fault';
import { describe, expect, it } from 'vitest';

const around = {
  thresholds: [15, 18, 21],
  randomBytes: (length: number): Bytes => new Uint8Array(length),
  fetch: async () => new Response(),
  recognise: async () => new Uint8Array(32),
};
const way = (change: Partial<EvidenceSource> = {}): EvidenceSource => ({
  name: 'page-mine',
  label: 'Mine',
  ways: ['here'],
  begin: async () => ({ request: 'https://mine.example/', kept: '{}' }),
  checkForm: () => {},
  complete: async () => ({ thresholds: [18], expires: 0 }),
  ...change,
});
const refusal = (exported: unknown): Promise<unknown> =>
  sourcesOf(exported, around).then(
    () => 'taken',
    (error: unknown) => (error instanceof ConfigFault ? error.lines : error),
  );

describe('a file of ways of one’s own', () => {
  it('gives the ways that it opens', async () => {
    const sources = await sourcesOf({ openEvidence: async () => [way(), way({ name: 'page-other' })] }, around);
    expect(sources.map(({ name }) => name)).toEqual(['page-mine', 'page-other']);
  });

  it.each([
    ['exports nothing', undefined, 'it does not export openEvidence'],
    ['exports no function', { openEvidence: [] }, 'it does not export openEvidence'],
    [
      'has a name of ours',
      { openEvidence: () => [way({ name: 'eu-wallet' })] },
      'each name begins with page- and has small letters, digits and hyphens',
    ],
    [
      'has a name that is a path',
      { openEvidence: () => [way({ name: 'page-a/b' })] },
      'each name begins with page- and has small letters, digits and hyphens',
    ],
    ['has no label', { openEvidence: () => [way({ label: '' })] }, 'page-mine needs a label of 1 to 64 characters'],
    [
      'has a long label',
      { openEvidence: () => [way({ label: 'x'.repeat(65) })] },
      'page-mine needs a label of 1 to 64 characters',
    ],
    [
      'leads to an app',
      { openEvidence: () => [way({ ways: ['elsewhere'] })] },
      'page-mine leads to a page: its one way is here',
    ],
    ['has two of one name', { openEvidence: () => [way(), way()] }, 'two of one name'],
  ])('is refused when it %s', async (_, exported, sentence) => {
    expect(await refusal(exported)).toEqual([`EVIDENCE_MODULE: ${sentence}`]);
  });

  it('is refused where no files are loaded, and not passed over', async () => {
    const config = { thresholds: [18], evidenceModule: 'mine.mjs' };
    const given = { ...around, config, readFile: () => undefined } as unknown as SourcesGiven;
    const parts = {
      trustedList: () => ({ certificates: [], demonstration: false }),
      pepper: createPepper(new Uint8Array(32)),
    };
    await expect(openSources(given, parts)).rejects.toMatchObject({
      lines: ['EVIDENCE_MODULE: not on Workers, which load no files'],
    });
  });

  it('is refused in words when it is not there', async () => {
    const error = await loadEvidenceModule('/nowhere/at-all.mjs').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigFault);
    expect((error as ConfigFault).lines).toEqual([
      'EVIDENCE_MODULE: the file cannot be loaded (ERR_MODULE_NOT_FOUND); run it by itself to see why',
    ]);
  });
});
