import { AgeError } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createLog, faultEvent, type LogEvent } from '../../../services/log-events.ts';

const NOW = Date.UTC(2026, 10, 21, 10, 59, 59) / 1000;

function capture(): { lines: string[]; log: ReturnType<typeof createLog> } {
  const lines: string[] = [];
  return { lines, log: createLog({ room: 'issuer', now: () => NOW, write: (line) => lines.push(line) }) };
}

describe('the log', () => {
  it('writes a line of JSON, with the time cut to the hour', () => {
    const { lines, log } = capture();
    log({ event: 'room-ready' });
    log({ event: 'refusal', code: 'ERR_GRANT_BODY', epoch: '2026-W47' });
    log({ event: 'directory-refreshed', of: 'attester.localhost:4002', count: 2 });
    expect(lines).toEqual([
      '{"time":"2026-11-21T10:00Z","room":"issuer","event":"room-ready"}\n',
      '{"time":"2026-11-21T10:00Z","room":"issuer","event":"refusal","code":"ERR_GRANT_BODY","epoch":"2026-W47"}\n',
      '{"time":"2026-11-21T10:00Z","room":"issuer","event":"directory-refreshed","of":"attester.localhost:4002","count":2}\n',
    ]);
  });

  it.each([
    ['an event that is not in the table', { event: 'visit' }],
    ['a member that is not in the table', { event: 'room-ready', ip: '192.0.2.1' }],
    ['a member of another event', { event: 'room-ready', code: 'ERR_FAULT' }],
    ['a missing member', { event: 'refusal', code: 'ERR_FAULT' }],
    ['a code that does not exist', { event: 'refusal', code: 'ERR_192.0.2.1', epoch: '2026-W47' }],
    ['an epoch that does not exist', { event: 'refusal', code: 'ERR_FAULT', epoch: '2026-W60' }],
    ['a sentence for a class', { event: 'fault', fault: 'cannot read token AAIx', epoch: '2026-W47' }],
    ['a token for a name', { event: 'directory-refreshed', of: 'AAIxyz_-', count: 1 }],
    ['a time for a count', { event: 'trusted-list-read', count: 1_795_255_200 }],
    ['a member of the prototype', { event: 'toString' }],
  ])('throws on %s and writes nothing', (_, event) => {
    const { lines, log } = capture();
    expect(() => log(event as unknown as LogEvent)).toThrow(TypeError);
    expect(lines).toEqual([]);
  });

  it('has types that know the table', () => {
    const { log } = capture();
    const misuse = [
      // @ts-expect-error: not an event
      () => log({ event: 'visit' }),
      // @ts-expect-error: not a member
      () => log({ event: 'room-ready', ip: '192.0.2.1' }),
      // @ts-expect-error: not a code
      () => log({ event: 'refusal', code: 'ERR_X', epoch: '2026-W47' }),
      // @ts-expect-error: a member is missing
      () => log({ event: 'refusal', code: 'ERR_FAULT' }),
    ];
    for (const act of misuse) expect(act).toThrow(TypeError);
  });

  it('names the class of a fault and nothing that it says', () => {
    class StoreFault extends Error {}
    expect(faultEvent(new StoreFault('row of account 17'), NOW)).toEqual({
      event: 'fault',
      fault: 'StoreFault',
      epoch: '2026-W47',
    });
    expect(faultEvent(new AgeError('ERR_NONCE', 'cause'), NOW)).toMatchObject({ fault: 'AgeError' });
    expect(faultEvent('thrown text', NOW)).toMatchObject({ fault: 'string' });
    const odd = new Error('x');
    odd.constructor = Object.defineProperty(() => {}, 'name', { value: 'token AAIx' });
    expect(faultEvent(odd, NOW)).toMatchObject({ fault: 'Error' });
  });
});
