import { memorySessions } from '@bauta/sdk/stores/memory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionLease, type Sign, type Touch } from '../../../sdk/gate/session-lease.ts';
import { readSessionRule, SESSION_RULES, type SessionRule } from '../../../sdk/gate/session-rule.ts';
import { NOON } from './site.ts';

/** What somebody does with one of the cookie jars into which the session came. */
type Step =
  | {
      readonly act: 'request';
      readonly jar: number;
      readonly touch: Touch;
      readonly sign: Sign;
      readonly loses: boolean;
    }
  | { readonly act: 'copy'; readonly from: number; readonly to: number }
  | { readonly act: 'wait'; readonly seconds: number }
  | {
      readonly act: 'linger';
      readonly jar: number;
      readonly touch: Touch;
      readonly every: number;
      readonly times: number;
    };

const JARS = 3;
const jar = fc.nat({ max: JARS - 1 });
const request = fc.record({
  act: fc.constant('request' as const),
  jar,
  touch: fc.constantFrom<Touch>('beat', 'page', 'part'),
  sign: fc.constantFrom<Sign>('input', 'still', 'still', 'leave'),
  // The answer does not reach the browser, so that it goes on with the id it had.
  loses: fc.boolean(),
});
const wait = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 10, max: 35 }),
  fc.constantFrom(14, 15, 29, 30, 31, 60, 85, 89, 90, 899, 900, 2700, 3600, 86_400),
  // The machine's clock is set back.
  fc.integer({ min: -200, max: -1 }),
);
/** Pages that stay open with nobody before them: film, heartbeat, or a page that reloads by itself. */
const linger = fc.record({
  act: fc.constant('linger' as const),
  jar,
  touch: fc.constantFrom<Touch>('beat', 'page', 'part'),
  every: fc.integer({ min: 20, max: 89 }),
  times: fc.integer({ min: 5, max: 60 }),
});
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: request },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('copy' as const), from: jar, to: jar }) },
    { weight: 1, arbitrary: linger },
    { weight: 5, arbitrary: fc.record({ act: fc.constant('wait' as const), seconds: wait }) },
  ),
  { maxLength: 120 },
);

/** What an onlooker knows who sees every cookie and every answer, and none of the code. */
interface Seen {
  at: number;
  inputAt: number;
  beatAt: number;
  leftAt: number | undefined;
  hasEnded: boolean;
  /** When each id was handed out: its place; and when it was first accepted. */
  readonly ids: Map<string, { readonly place: number; firstAt: number | undefined }>;
}

/** Why this request should have been refused; undefined when it may have been accepted. */
function findBreach(seen: Seen, rule: SessionRule, id: string, now: number): string | undefined {
  if (seen.hasEnded) return 'the session had ended';
  if (now - seen.at >= rule.leaseSeconds) return 'the lease was over';
  if (seen.at - now > 5 + rule.leaseSeconds) return 'the clock was set back by more than the lease';
  if (seen.leftAt !== undefined && now - seen.leftAt >= rule.leaveSeconds) return 'the site was left';
  const isBeating = Math.abs(now - seen.beatAt) <= rule.leaseSeconds;
  if (now - seen.inputAt >= (isBeating ? rule.idleSeconds : rule.idleSecondsWithoutScripts)) return 'nobody was there';
  const mine = seen.ids.get(id);
  for (const { place, firstAt } of seen.ids.values()) {
    if (firstAt !== undefined && place > (mine?.place ?? -1) && now - firstAt >= 30) return 'the id was long replaced';
  }
  return undefined;
}

function spellOut(step: Step): readonly Step[] {
  if (step.act !== 'linger') return [step];
  const { jar, touch, every, times } = step;
  return Array.from({ length: times }, (): Step[] => [
    { act: 'wait', seconds: every },
    { act: 'request', jar, touch, sign: 'still', loses: false },
  ]).flat();
}

/** @param forgets whether the store drops what is past, as it should. */
async function play(
  rule: SessionRule,
  script: readonly Step[],
  forgets = true,
): Promise<{ accepted: number; refused: number }> {
  const clock = { now: NOON };
  let drawn = 0;
  const lease = createSessionLease({
    sessions: memorySessions({ now: () => (forgets ? clock.now : 0) }),
    rule,
    random: (length) => new Uint8Array(length).fill(0).map((_, i) => (i === 0 ? ++drawn : i)),
    onCopied: () => {},
  });
  const first = await lease.open(clock.now);
  const nameOf = (id: Uint8Array): string => Buffer.from(id).toString('hex');
  const jars = new Array(JARS).fill(first) as (typeof first)[];
  const seen: Seen = {
    at: clock.now,
    inputAt: clock.now,
    beatAt: 0,
    leftAt: undefined,
    hasEnded: false,
    ids: new Map([[nameOf(first), { place: 0, firstAt: clock.now }]]),
  };
  const count = { accepted: 0, refused: 0 };
  for (const step of script.flatMap(spellOut)) {
    if (step.act === 'wait') clock.now += step.seconds;
    else if (step.act === 'copy') jars[step.to] = jars[step.from] as typeof first;
    else if (step.act === 'request') {
      const { now } = clock;
      const id = jars[step.jar] as typeof first;
      const { isLive, id: next } = await lease.touch(id, step.touch, step.sign, now);
      if (!isLive) {
        count.refused++;
        seen.hasEnded = true;
        continue;
      }
      count.accepted++;
      expect(findBreach(seen, rule, nameOf(id), now)).toBeUndefined();
      const mine = seen.ids.get(nameOf(id));
      if (mine && mine.firstAt === undefined) mine.firstAt = now;
      seen.at = now;
      seen.leftAt = step.sign === 'leave' ? (seen.leftAt ?? now) : undefined;
      if (step.sign === 'leave') seen.leftAt = now;
      if (step.sign === 'input') seen.inputAt = now;
      if (step.touch === 'beat' && step.sign !== 'leave') seen.beatAt = now;
      if (next) {
        seen.ids.set(nameOf(next), { place: seen.ids.size, firstAt: undefined });
        if (!step.loses) jars[step.jar] = next;
      }
    }
  }
  return count;
}

describe.each(Object.values(SESSION_RULES))('whatever is done with the cookies of a session under $name', (rule) => {
  it('none outlives the rule', async () => {
    const total = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (script, forgets) => {
        const { accepted, refused } = await play(rule, script, forgets);
        total.accepted += accepted;
        total.refused += refused;
      }),
      { numRuns: Number(process.env.BAUTA_SESSION_RUNS ?? 2000) },
    );
    // Else the property says nothing.
    expect(Math.min(total.accepted, total.refused)).toBeGreaterThan(1000);
  });

  it('one honest browser is never turned away, whatever answers it loses', async () => {
    const honest = fc.array(
      fc.record({
        seconds: fc.integer({ min: 0, max: 60 }),
        touch: fc.constantFrom<Touch>('beat', 'page', 'part'),
        loses: fc.boolean(),
      }),
      { maxLength: 80 },
    );
    await fc.assert(
      fc.asyncProperty(honest, async (script) => {
        const parts = script.flatMap(({ seconds, touch, loses }): Step[] => [
          { act: 'wait', seconds },
          { act: 'request', jar: 0, touch, sign: 'input', loses },
        ]);
        expect((await play(rule, parts)).refused).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a rule', () => {
  it.each([
    ['fr-arcom', SESSION_RULES['fr-arcom']],
    [
      { preset: 'it-agcom', leaseSeconds: 60 },
      { ...SESSION_RULES['it-agcom'], leaseSeconds: 60 },
    ],
    [{ preset: 'fr-arcom', idleSeconds: 3600 }, SESSION_RULES['fr-arcom']],
  ] as const)('is read from %j', (policy, rule) => {
    expect(readSessionRule(policy)).toEqual(rule);
  });

  it.each([
    'de-kjm',
    'constructor',
    { preset: 'fr-arcom', leaseSeconds: 91 },
    { preset: 'fr-arcom', leaveSeconds: 16 },
    { preset: 'fr-arcom', idleSeconds: 3601 },
    { preset: 'it-agcom', idleSeconds: 2701 },
    { preset: 'fr-arcom', idleSecondsWithoutScripts: 901 },
    { preset: 'fr-arcom', leaseSeconds: 29 },
    { preset: 'fr-arcom', leaseSeconds: 60.5 },
    { preset: 'fr-arcom', leaseSeconds: '60' },
    { preset: 'fr-arcom', leaseSeconds: undefined },
    { preset: 'fr-arcom', name: 'fr-arcom' },
    { leaseSeconds: 60 },
    {},
  ])('is refused as %j: unknown, looser than its own, or senseless', (policy) => {
    expect(() => readSessionRule(policy as never)).toThrow(TypeError);
  });
});
