import { present } from '@bauta/sdk/client';
import { AgeError, formatBase64url, MODE, type Mode, nullifierOf, parseHex, readToken } from '@bauta/sdk/protocol';
import { CODE_LIFETIME, DIRECTORY_LIFETIME } from '@bauta/sdk/verifier';
import type { Verdict } from '../case.ts';
import { type Case, same } from '../case.ts';
import type { Scene, SiteSetting, SpecFile } from '../material.ts';
import { createSite, type RuntimeSite, tokenOf } from '../site.ts';
import type { WriteGroups } from '../write-groups.ts';

interface Setting {
  readonly site: SiteSetting;
}

interface TokenCase {
  readonly now: number;
  readonly token: string;
  readonly parts?: { readonly nullifier: string; readonly text: string; readonly spki: string };
}

async function judgeToken({ now, token, parts }: TokenCase, setting: SiteSetting): Promise<unknown> {
  const site = createSite(setting, now);
  await site.refresh();
  const bytes = parseHex(token);
  const { key, ...slot } = await site.verifier.verifyToken(bytes, now);
  const read = readToken(bytes);
  const nullifier = await nullifierOf(read);
  if (parts) same([nullifier, formatBase64url(bytes), key.spki], [parts.nullifier, parts.text, parts.spki]);
  return { read, nullifier, slot, keyId: key.id };
}

interface CodeCase {
  readonly now: number;
  readonly token: string;
  readonly proof: string;
  readonly code: string;
  readonly filedUnder: string;
  readonly filedValue: string;
}

async function judgeCode(one: CodeCase, setting: SiteSetting): Promise<unknown> {
  const site = createSite(setting, one.now);
  await site.refresh();
  const presentation = { token: formatBase64url(parseHex(one.token)), proof: one.proof };
  const { code } = await site.verifier.redeem(presentation, MODE.form, one.now);
  same(code, one.code);
  site.clock.now = one.now + CODE_LIFETIME - 1;
  return same(await site.codes.take(parseHex(one.filedUnder)), one.filedValue);
}

interface Step {
  readonly now: number;
  readonly mode: Mode;
  readonly token: string;
  readonly proof: string;
  readonly result: Verdict;
  readonly code?: string;
}

/** The last step ends as the case does. */
async function judgeSteps(steps: readonly Step[], setting: SiteSetting): Promise<unknown> {
  const site = createSite(setting, 0);
  const redeem = async ({ now, mode, token, proof, code }: Step): Promise<unknown> => {
    site.clock.now = now;
    await site.refresh();
    return same((await site.verifier.redeem({ token, proof }, mode, now)).code ?? '', code ?? '');
  };
  const codes: unknown[] = [];
  for (const step of steps.slice(0, -1))
    codes.push(same(await outcomeOf(() => redeem(step)), step.code ?? step.result));
  codes.push(await redeem(steps.at(-1) as Step));
  return codes;
}

async function outcomeOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    return (await act()) || 'accepted';
  } catch (error) {
    if (error instanceof AgeError) return error.code;
    throw error;
  }
}

/** What no vector can say: parts of the site that fail. */
function atFailingSites({ site: setting, now, tokens }: Scene): readonly Case[] {
  const [held] = tokens.map(tokenOf);
  if (!held) throw new Error('no token');
  const redeemAt = async (site: RuntimeSite, at = now): Promise<unknown> => {
    const challenge = await site.verifier.challenge(MODE.direct, at);
    const { token, dpop } = await present(held, { redeem: setting.redeemUrl, challenge });
    return site.verifier.redeem({ token, proof: dpop }, MODE.direct, at);
  };
  const away = { spend: () => Promise.reject(new AgeError('ERR_STORE_UNAVAILABLE')) };
  return [
    {
      name: 'a directory that was never read',
      expected: 'ERR_DIRECTORY_STALE',
      run: () => redeemAt(createSite(setting, now)),
    },
    {
      name: 'a directory of yesterday',
      expected: 'ERR_DIRECTORY_STALE',
      async run() {
        const site = createSite(setting, now);
        await site.refresh();
        return redeemAt(site, now + DIRECTORY_LIFETIME);
      },
    },
    {
      name: 'a store that is away',
      expected: 'ERR_STORE_UNAVAILABLE',
      async run() {
        const site = createSite(setting, now, { spent: away });
        await site.refresh();
        return redeemAt(site);
      },
    },
    {
      name: 'two at once',
      expected: 'accepted',
      async run() {
        const site = createSite(setting, now);
        await site.refresh();
        return (await Promise.all([1, 2, 3].map(() => outcomeOf(() => redeemAt(site).then(() => 'spent'))))).sort();
      },
    },
    {
      name: 'a secret of 31 bytes',
      expected: 'TypeError',
      run: () => createSite({ ...setting, secrets: ['00'.repeat(31)] }, now),
    },
  ];
}

/** The relying party: tokens, codes and whole redemptions. */
export const redemptions: WriteGroups = ({ spec, scene }) => {
  const token = spec.token as SpecFile<TokenCase, { readonly site: Partial<SiteSetting> }>;
  const code = spec['one-time-code'] as SpecFile<CodeCase, Setting>;
  const redemption = spec.redemption as SpecFile<{ readonly steps: readonly Step[] }, Setting>;
  return [
    {
      name: 'spec/vectors/token.json',
      cases: token.cases.map((one) => {
        return { name: one.id, expected: one.result, run: () => judgeToken(one, { ...scene.site, ...token.site }) };
      }),
    },
    {
      name: 'spec/vectors/one-time-code.json',
      cases: code.cases.map((one) => ({ name: one.id, expected: one.result, run: () => judgeCode(one, code.site) })),
    },
    {
      name: 'spec/vectors/redemption.json',
      cases: redemption.cases.map((one) => {
        return { name: one.id, expected: one.result, run: () => judgeSteps(one.steps, redemption.site) };
      }),
    },
    { name: 'redeem where a part of the site fails', cases: atFailingSites(scene) },
  ];
};
