import { type Bytes, concat, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { createSessionLease, SIGNS } from '../../../sdk/gate/session-lease.ts';
import { beginRecord, writeRecord } from '../../../sdk/gate/session-record.ts';
import { readSessionRule } from '../../../sdk/gate/session-rule.ts';
import { sha256 } from '../../generate/vectors/seeded.ts';
import type { Door } from '../door.ts';
import { mutated } from '../mutate.ts';
import { promise } from '../promise.ts';
import { textOf } from './reader.ts';

const NOW = 1_795_000_000;
const ID = new Uint8Array(32).fill(7);
const MARK = Buffer.from(sha256(ID)).toString('base64url').slice(0, 22);

/** What a store gives back for a session's id, be it damaged or written by somebody else. Inputs begin with how it is touched. */
export const sessionLease: Door = {
  about: 'a session in a store that cannot be believed: SessionLease.touch',
  async open() {
    const rule = readSessionRule('fr-arcom');
    let kept: string | undefined;
    let isEnded = false;
    const lease = createSessionLease({
      rule,
      random: (length) => new Uint8Array(length).fill(9),
      onCopied: () => {},
      sessions: {
        put: async () => {},
        read: async () => kept,
        async take() {
          isEnded = true;
          return kept;
        },
        async replace(_, before, value) {
          if (before !== kept) return false;
          kept = value;
          return true;
        },
      },
    });
    const good = writeRecord(beginRecord(MARK, NOW + rule.leaseSeconds, NOW));
    const rotated = writeRecord({
      ...beginRecord('A'.repeat(22), NOW + 60, NOW - 10),
      offered: MARK,
      offeredAt: NOW - 1,
    });
    const asked = (touch: number, sign: number, text: string): Bytes =>
      concat(Uint8Array.of(touch * 3 + sign), writeUtf8(text));
    const corpus = [0, 1, 2].flatMap((touch) =>
      [0, 1, 2].flatMap((sign) => [asked(touch, sign, good), asked(touch, sign, rotated)]),
    );
    const words = ['lease ', ' ', '0', '1795000000', '1795000090', '999999999999', '-', MARK, 'A'.repeat(22)].map(
      (text) => writeUtf8(text),
    );
    return {
      ...{ corpus, words },
      inputs: fc.oneof(
        { weight: 6, arbitrary: mutated(corpus, [...corpus, ...words]) },
        { weight: 1, arbitrary: fc.constant(Uint8Array.of(0)) },
      ),
      async enter(input) {
        const [how = 0] = input;
        const sign = SIGNS[how % 3] ?? 'still';
        const touch = (['beat', 'page', 'part'] as const)[Math.floor(how / 3) % 3] ?? 'part';
        kept = textOf(input.slice(1));
        isEnded = false;
        const before = kept;
        const { isLive, id } = await lease.touch(ID, touch, sign, NOW);
        promise(!isLive || before.includes(MARK), 'a session that this id is none of');
        promise(isLive !== isEnded, 'a session that ended and lives');
        promise(id === undefined || (isLive && id.length === 32), 'a successor of what has ended');
        if (isLive) {
          const [, until] = /^lease (\d+) /.exec(kept ?? '') ?? [];
          promise(Number(until) <= NOW + rule.leaseSeconds + 5, 'a lease longer than the rule lets it be');
        }
        return isLive ? `taken${id ? ', rotated' : ''}, ${sign}` : 'refused';
      },
    };
  },
};
