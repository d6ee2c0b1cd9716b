import { AgeError, type LogEntry } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { submitEntry } from '../../services/http/submit-entry.ts';
import type { Fetch } from '../../services/loopback.ts';
import { keysEntry, OPERATOR, signerOf } from './ground.ts';
import { LOG_URL, openGround } from './log-ground.ts';

const BUILD: LogEntry = { kind: 'wallet', name: 'wallet.example', digest: new Uint8Array(32) };

async function openLog() {
  const ground = openGround();
  await ground.open();
  const submit = (entry: LogEntry, signer = OPERATOR) =>
    submitEntry(entry, { url: LOG_URL, signer, fetch: ground.fetch });
  return { ...ground, submit };
}

const refusal = async (act: Promise<unknown>): Promise<readonly unknown[]> => {
  const error = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AgeError)) throw error ?? new Error('not refused');
  return [error.code, error.cause];
};

describe('an operator that submits an entry', () => {
  it('gets its index, and the same again', async () => {
    const { submit } = await openLog();
    const keys = await keysEntry([[18, 0, 'a']]);
    expect([await submit(keys), await submit(BUILD), await submit(keys)]).toEqual([0, 1, 0]);
  });

  it('is told what the log refuses', async () => {
    const { submit } = await openLog();
    await submit(await keysEntry([[18, 0, 'a']]));
    const stranger = await signerOf('stranger.example', 'log');
    expect(await refusal(submit(BUILD, stranger))).toEqual([
      'ERR_LOG_OPERATOR',
      'the log lets this operator not add that',
    ]);
    const second = await keysEntry([[18, 0, 'b']]);
    expect(await refusal(submit(second))).toEqual(['ERR_LOG_ENTRY', 'the log has something else there']);
  });

  it('may ask again when there was no answer', async () => {
    const { submit, doors } = await openLog();
    const door = doors.get('log.example') as (request: Request) => Promise<Response>;
    doors.delete('log.example');
    expect(await refusal(submit(BUILD))).toEqual(['ERR_STORE_UNAVAILABLE', 'the log did not answer']);
    doors.set('log.example', () => new Response('<h1>Bad gateway', { status: 502 }));
    expect(await refusal(submit(BUILD))).toEqual(['ERR_STORE_UNAVAILABLE', 'the log cannot add now']);
    doors.set('log.example', door);
    expect(await submit(BUILD)).toBe(0);
  });

  it('gives the log ten seconds', async () => {
    let signal: AbortSignal | null | undefined;
    const fetch: Fetch = async (_, init) => {
      signal = init?.signal;
      return Response.json({ index: 3 });
    };
    expect(await submitEntry(BUILD, { url: LOG_URL, signer: OPERATOR, fetch })).toBe(3);
    expect(signal?.aborted).toBe(false);
  });

  const endless = () => new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536)) });
  it.each<[string, () => Response]>([
    ['no JSON', () => new Response('0')],
    ['no index', () => Response.json({})],
    ['another member', () => Response.json({ index: 0, more: 1 })],
    ['a member twice', () => new Response('{"index":0,"index":1}')],
    ['half an index', () => Response.json({ index: 0.5 })],
    ['a negative one', () => Response.json({ index: -1 })],
    ['one without end', () => new Response(endless())],
    ['a redirect', () => new Response(null, { status: 307, headers: { location: `${LOG_URL}/add` } })],
    ['a refusal of no log', () => Response.json({ code: 'ERR_ELSE' }, { status: 403 })],
    ['a code that is not of its status', () => Response.json({ code: 'ERR_LOG_ENTRY' }, { status: 403 })],
    ['a page', () => new Response('<h1>Forbidden', { status: 403 })],
  ])('takes no answer that is not a log’s: %s', async (_, answer) => {
    const { submit, doors } = await openLog();
    doors.set('log.example', answer);
    expect((await refusal(submit(BUILD)))[0]).toBe('ERR_LOG_MALFORMED');
  });
});
