import {
  formatBase64url,
  formatHex,
  type Mode,
  nullifierOf,
  parseHex,
  readToken,
  writeToken,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { CODE_LIFETIME } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import type { Result, VectorCase } from '../../generate/vectors/vector-file.ts';
import { SITE } from '../../generate/vectors/world.ts';
import { outcomeOf } from '../protocol/refusals.ts';
import { loadSpecVectors } from '../protocol/spec-vectors.ts';
import { createTestSite, type SiteSetting } from './site.ts';

interface Site {
  site: SiteSetting;
}

interface TokenCase extends VectorCase {
  now: number;
  token: string;
  parts?: Record<
    'nonce' | 'challengeDigest' | 'tokenKeyId' | 'tokenInput' | 'authenticator' | 'text' | 'nullifier' | 'spki',
    string
  >;
}

describe('spec/vectors/token.json', () => {
  const { site: setting, cases } = loadSpecVectors<TokenCase, Site>('token');

  it.each(cases)('$id: $about', async ({ now, token, parts, result }) => {
    const site = createTestSite({ ...SITE, ...setting });
    await site.refresh(now);
    const bytes = parseHex(token);
    expect(await outcomeOf(() => site.verifier.verifyToken(bytes, now))).toBe(result);
    if (parts === undefined) return;
    const read = readToken(bytes);
    expect(formatHex(read.nonce)).toBe(parts.nonce);
    expect(formatHex(read.challengeDigest)).toBe(parts.challengeDigest);
    expect(formatHex(read.tokenKeyId)).toBe(parts.tokenKeyId);
    expect(formatHex(read.authenticator)).toBe(parts.authenticator);
    expect(formatHex(writeTokenInput(read))).toBe(parts.tokenInput);
    expect(formatHex(writeToken(read))).toBe(token);
    expect(formatHex(await nullifierOf(read))).toBe(parts.nullifier);
    expect(formatBase64url(bytes)).toBe(parts.text);
    const { key, threshold, epoch } = await site.verifier.verifyToken(bytes, now);
    expect([formatHex(key.spki), threshold, epoch]).toEqual([parts.spki, 18, '2026-W47']);
  });
});

interface CodeCase extends VectorCase {
  now: number;
  challenge: string;
  token: string;
  proof: string;
  code: string;
  filedUnder: string;
  filedValue: string;
}

describe('spec/vectors/one-time-code.json', () => {
  const { site: setting, cases } = loadSpecVectors<CodeCase, Site>('one-time-code');

  it.each(cases)('$id: $about', async ({ now, token, proof, code, filedUnder, filedValue }) => {
    const site = createTestSite(setting);
    await site.refresh(now);
    const presentation = { token: formatBase64url(parseHex(token)), proof };
    const redeemed = await site.verifier.redeem(presentation, 1, now);
    expect(formatHex(redeemed.code as Uint8Array)).toBe(code);
    site.clock.now = now + CODE_LIFETIME - 1;
    expect(await site.codes.take(parseHex(filedUnder))).toBe(filedValue);
  });
});

interface Step {
  now: number;
  mode: Mode;
  token: string;
  proof: string;
  result: Result;
  code?: string;
}

describe('spec/vectors/redemption.json', () => {
  const { site: setting, cases } = loadSpecVectors<VectorCase & { steps: Step[] }, Site>('redemption');

  it.each(cases)('$id: $about', async ({ steps }) => {
    const site = createTestSite(setting);
    for (const { now, mode, token, proof, result, code } of steps) {
      site.clock.now = now;
      await site.refresh(now);
      let given: Uint8Array | undefined;
      const redeem = async () => {
        given = (await site.verifier.redeem({ token, proof }, mode, now)).code;
      };
      expect(await outcomeOf(redeem)).toBe(result);
      expect(given && formatHex(given)).toBe(code);
    }
  });
});
