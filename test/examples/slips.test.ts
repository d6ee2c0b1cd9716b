import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgeError, type Bytes, formatBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import type { EvidenceSource, QuestionPlace } from '@bauta/services/attester/evidence-source';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const around = {
  thresholds: [15, 18, 21],
  randomBytes: (length: number): Bytes => new Uint8Array(length),
  fetch: async () => new Response(),
  recognise: async () => new Uint8Array(32),
};

describe('slips of paper', () => {
  let source: EvidenceSource;
  let makeSlips: (count: number, now: number) => string[];
  const NOW = 1_800_000_000;
  const place = {
    handle: 'h'.repeat(43),
    returnUrl: 'https://attester.example/evidence/page-slip/return',
  } as QuestionPlace;
  const answer = (code: string): Bytes => writeUtf8(`state=${place.handle}&code=${encodeURIComponent(code)}`);
  const outcome = async (code: string, now = NOW): Promise<unknown> => {
    try {
      await source.checkForm(answer(code), '{}');
      return await source.complete(answer(code), '{}', now);
    } catch (error) {
      return error instanceof AgeError ? error.code : error;
    }
  };

  const folder = mkdtempSync(join(tmpdir(), 'bauta-slips-'));

  beforeAll(async () => {
    vi.stubEnv('SLIPS_FILE', join(folder, 'slips.db'));
    vi.stubEnv('SLIPS_PORT', '0');
    const slips = await import('../../spec/examples/attester-slips/slips.ts');
    makeSlips = slips.makeSlips;
    [source] = (await slips.openEvidence(around)) as [EvidenceSource];
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are of eighty bits', () => {
    const codes = makeSlips(50, NOW);
    expect(new Set(codes).size).toBe(50);
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{16}$/);
  });

  it('show every age up to eighteen, for ninety days, once', async () => {
    const [code = ''] = makeSlips(1, NOW);
    expect(await outcome(` ${code.toLowerCase().replace(/(.{4})/g, '$1-')}`)).toEqual({
      thresholds: [15, 18],
      expires: NOW + 90 * 86_400,
    });
    expect(await outcome(code)).toBe('ERR_AGE_NOT_SHOWN');
  });

  it('end after fourteen days', async () => {
    const [late = '', inTime = ''] = makeSlips(2, NOW);
    expect(await outcome(late, NOW + 14 * 86_400)).toBe('ERR_AGE_NOT_SHOWN');
    expect(await outcome(inTime, NOW + 14 * 86_400 - 1)).toMatchObject({ thresholds: [15, 18] });
  });

  it('leave the question open when what came is no code', async () => {
    for (const code of ['', 'ABCD', 'A'.repeat(17), formatBase64url(new Uint8Array(32))]) {
      expect([code, await outcome(code)]).toEqual([code, 'ERR_EVIDENCE_SESSION']);
    }
  });

  it('lead to their page, and to no address of the person’s making', async () => {
    const { request } = await source.begin('here', place, NOW);
    expect(request).toBe(`http://slips.localhost:0/?state=${place.handle}`);
  });
});
