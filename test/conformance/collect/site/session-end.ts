import type { Robot } from '../../robot/robot.ts';
import type { ProbeAct, ProbeContext, TargetClock } from '../probe-act.ts';
import { gatedPathsOf } from './gated-paths.ts';

/** What sites may take at most, in seconds, where they do not say that they take less. */
const MOST = { leave: 15, silence: 90, idle: 3_600 };
/** Seconds more that are waited, so that a second of rounding is no finding. */
const GRACE = 3;
const IDLE_GRACE = 30;
const BEAT = 30;

type Rule = 'leave' | 'silence' | 'idle';
type Session = { readonly cookie: string; readonly page: string };

/**
 * Opens sessions and ends them as a person would: by leaving the site, by falling silent (closed, standby), and by
 * sixty minutes without input while the page goes on reporting. By the target's test clock where it offers one, else
 * by waiting, the last only with `--long`.
 * Records exchanges `alive`, `beat` and `after-<rule>` of the robot, `stranger` without a session, and a fact `ended` for each rule that was tried:
 * `{ rule, seconds, by: 'clock' | 'machine', alive: id, after: id }`.
 */
export const sessionEnd: ProbeAct = {
  name: 'session-end',
  title: { en: 'Leaving, falling silent, doing nothing', fr: 'Partir, se taire, ne rien faire' },
  needs: ['tokens'],
  async run(context) {
    const { record, robot, clock, isLong } = context;
    if (robot === undefined) return record.leave('no-tokens');
    const rules: readonly Rule[] = clock === undefined && !isLong ? ['leave', 'silence'] : ['leave', 'silence', 'idle'];
    const seconds = { ...MOST, ...declaredOf(context) };
    const url = new URL(gatedPathsOf(context.seen)[0] ?? '/', context.target).href;
    await context.http.send(record, { url, headers: { accept: 'text/html' }, label: 'stranger' });
    if (clock === undefined) await endByWaiting(context, robot, rules, seconds);
    else await endByClock(context, robot, rules, seconds, clock);
  },
};

async function endByClock(
  context: ProbeContext,
  robot: Robot,
  rules: readonly Rule[],
  seconds: Readonly<Record<Rule, number>>,
  clock: TargetClock,
): Promise<void> {
  const began = await clock.now();
  try {
    for (const rule of rules) {
      const session = await open(context, robot);
      const alive = await visit(context, session, 'alive');
      const from = await clock.now();
      if (rule === 'leave') await beat(context, session, 'leave');
      if (rule === 'idle') {
        for (let still = BEAT; still <= seconds.idle + IDLE_GRACE; still += BEAT) {
          await clock.set(from + still);
          await beat(context, session, 'still');
        }
      } else await clock.set(from + seconds[rule] + GRACE);
      const after = await visit(context, session, `after-${rule}`);
      file(context, rule, seconds[rule], 'clock', alive, after);
    }
  } finally {
    await clock.set(began);
  }
}

/** All sessions wait at the same time. */
async function endByWaiting(
  context: ProbeContext,
  robot: Robot,
  rules: readonly Rule[],
  seconds: Readonly<Record<Rule, number>>,
): Promise<void> {
  const sessions = await Promise.all(
    rules.map(async (rule) => {
      const session = await open(context, robot);
      return { rule, session, alive: await visit(context, session, 'alive') };
    }),
  );
  const leaving = sessions.find(({ rule }) => rule === 'leave');
  if (leaving !== undefined) await beat(context, leaving.session, 'leave');
  let waited = 0;
  for (const { rule, session, alive } of sessions) {
    const until = seconds[rule] + (rule === 'idle' ? IDLE_GRACE : GRACE);
    for (; waited < until; waited += 1) {
      if (waited % 10 === 0) context.progress(`${until - waited} s`);
      await context.wait(1_000);
      const idle = sessions.find((one) => one.rule === 'idle');
      if (idle !== undefined && waited % BEAT === 0) await beat(context, idle.session, 'still');
    }
    const after = await visit(context, session, `after-${rule}`);
    file(context, rule, seconds[rule], 'machine', alive, after);
  }
}

async function open({ record, seen, target }: ProbeContext, robot: Robot): Promise<Session> {
  const { cookie } = await robot.present(record, 'good');
  if (cookie === undefined) return record.leave('no-answer');
  return { cookie, page: new URL(gatedPathsOf(seen)[0] ?? '/', target).href };
}

async function visit({ http, record }: ProbeContext, { cookie, page }: Session, label: string): Promise<string> {
  const ask = { url: page, headers: { cookie, accept: 'text/html' }, label, by: 'robot' } as const;
  return (await http.send(record, ask)).id;
}

async function beat({ http, record, target }: ProbeContext, { cookie }: Session, sign: string): Promise<void> {
  const body = new TextEncoder().encode(sign);
  const url = `${target.origin}/_age/beat`;
  const headers = { cookie, 'content-type': 'text/plain;charset=UTF-8' };
  await http.send(record, { method: 'POST', url, headers, body, label: 'beat', by: 'robot' });
}

function file(
  { record }: ProbeContext,
  rule: Rule,
  seconds: number,
  by: 'clock' | 'machine',
  alive: string,
  after: string,
): void {
  record.add({ kind: 'fact', label: 'ended', value: { rule, seconds, by, alive, after } });
}

/** Shorter times that the site itself declares in its age-gate.json. */
function declaredOf({ seen }: ProbeContext): Partial<Record<Rule, number>> {
  const [answer] = seen.probe('well-known').exchanges('age-gate');
  if (answer?.response?.status !== 200) return {};
  try {
    const { leaseSeconds, leaveSeconds } = JSON.parse(seen.text(answer.response.body)) as Record<string, unknown>;
    return { ...within('silence', leaseSeconds), ...within('leave', leaveSeconds) };
  } catch {
    return {};
  }
}

function within(rule: Rule, value: unknown): Partial<Record<Rule, number>> {
  return typeof value === 'number' && value > 0 && value <= MOST[rule] ? { [rule]: value } : {};
}
