import type { HeldToken } from '@bauta/sdk/client';
import { parseBase64url, readSiteChallenge } from '@bauta/sdk/protocol';
import type { HttpAnswer, HttpDoor } from '../collect/http/http-door.ts';
import type { TargetClock } from '../collect/probe-act.ts';
import type { ProbeRecorder } from '../evidence/recorder.ts';
import { headerOf, headersOf } from '../evidence/view.ts';
import { PRESENTATIONS, type PresentationKind, type Presented, type Robot } from './robot.ts';
import { type Asked, CRAFTS, SPOILS } from './spoil.ts';
import type { TokenSource } from './token-source.ts';

/** A site's challenge is good for 600 s. */
const STALE_AFTER = 606;

export interface RobotGiven {
  readonly target: URL;
  /** A path that asks for a proof. */
  readonly gatedPath: string;
  readonly http: HttpDoor;
  readonly tokens: TokenSource;
  readonly clock?: TargetClock;
}

/** A wallet for sites that speak the protocol: presents in headers, as a program would (protocol.md §5). */
export function createRobot({ target, gatedPath, http, tokens, clock }: RobotGiven): Robot {
  const redeem = `${target.origin}/_age/redeem`;

  async function ask(record: ProbeRecorder): Promise<Asked> {
    const url = new URL(gatedPath, target).href;
    const answer = await http.send(record, {
      url,
      headers: { accept: 'application/json' },
      label: 'offer',
      by: 'robot',
    });
    const challenge = headerOf(answer.response?.headers ?? [], 'dpop-nonce');
    if (challenge === undefined) record.leave('not-our-protocol');
    try {
      return { redeem, challenge, issuedAt: readSiteChallenge(parseBase64url(challenge)).issuedAt };
    } catch {
      return record.leave('not-our-protocol');
    }
  }

  async function take(record: ProbeRecorder, kind: PresentationKind): Promise<HeldToken> {
    const craft = CRAFTS[kind];
    const held = craft === undefined ? await tokens.take() : await tokens.craft?.(craft);
    return held ?? record.leave('no-tokens');
  }

  async function prepare(kind: PresentationKind, held: HeldToken, asked: Asked) {
    const { parameters, dpop } = await SPOILS[kind](held, asked);
    const proof = dpop === undefined ? {} : { dpop };
    const headers = { accept: 'application/json', authorization: `PrivateToken ${parameters}`, ...proof };
    return { method: 'POST', url: redeem, headers, label: `present-${kind}`, by: 'robot' } as const;
  }

  const show = async (record: ProbeRecorder, kind: PresentationKind, held: HeldToken, asked: Asked) =>
    toPresented(kind, await http.send(record, await prepare(kind, held, asked)));

  async function presentLate(record: ProbeRecorder, held: HeldToken, asked: Asked): Promise<Presented> {
    if (clock === undefined) return record.leave('no-clock');
    const before = await clock.now();
    await clock.set(before + STALE_AFTER);
    try {
      return await show(record, 'stale-challenge', held, asked);
    } finally {
      await clock.set(before);
    }
  }

  return {
    left: tokens.left,
    get kinds() {
      return PRESENTATIONS.filter((kind) => {
        if (kind === 'stale-challenge') return clock !== undefined;
        const craft = CRAFTS[kind];
        return craft === undefined || (tokens.craft !== undefined && (tokens.canCraft?.(craft) ?? true));
      });
    },
    ways: async () => (await tokens.ways?.()) ?? [],
    async present(record, kind) {
      const asked = await ask(record);
      const held = await take(record, kind);
      if (kind === 'stale-challenge') return presentLate(record, held, asked);
      if (kind !== 'replayed') return show(record, kind, held, asked);
      await show(record, 'good', held, asked);
      return show(record, kind, held, await ask(record));
    },
    async race(record, times) {
      const asked = await ask(record);
      const one = { ...(await prepare('good', await take(record, 'good'), asked)), label: 'race' };
      const answers = await http.sendTogether(
        record,
        Array.from({ length: times }, () => one),
      );
      return answers.map((answer) => toPresented('good', answer));
    },
  };
}

function toPresented(kind: PresentationKind, answer: HttpAnswer): Presented {
  const cookie = headersOf(answer.rawHeaders, 'set-cookie')
    .map((line) => line.split(';', 1)[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
  const status = answer.response?.status ?? 0;
  const cookieLines = headersOf(answer.response?.headers ?? [], 'set-cookie');
  return { kind, answer: answer.id, status, cookieLines, ...(cookie === '' ? {} : { cookie }) };
}
