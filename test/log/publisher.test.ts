import { cosign, formatSignatureLine, type NoteSigner, openCheckpoint, parseNote } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { LOG, NOON, signerOf, smallText, TRUST, upTo, WITNESSES } from './ground.ts';
import { type LogGround, openGround } from './log-ground.ts';

const SECOND = 'witness1.example';
const HOUR = 3600;

async function opened(ground: LogGround, trust = TRUST) {
  const answer = await ground.get('/checkpoint');
  return answer.status === 200 ? openCheckpoint(await answer.text(), trust, ground.clock.time) : undefined;
}

/** A door that answers with a cosignature by `signer` over `change` of the checkpoint, whatever it is. */
const forger =
  (signer: NoteSigner, change = (text: string) => text) =>
  async (request: Request): Promise<Response> => {
    const body = await request.text();
    const { text } = parseNote(body.slice(body.indexOf('\n\n') + 2));
    return new Response(`${formatSignatureLine(await cosign(change(text), signer, NOON))}\n`);
  };

describe('the log publishes', () => {
  it('an empty tree first, cosigned by all', async () => {
    const ground = openGround();
    await ground.open();
    expect((await ground.get('/checkpoint')).status).toBe(503);
    await ground.published();
    expect(await opened(ground)).toMatchObject({ size: 0, witnessedAt: NOON });
  });

  it('once the quorum has cosigned, whatever the others do, and learns a size from the answer', async () => {
    const ground = openGround();
    await ground.open({ quorum: 1 });
    const second = ground.doors.get(SECOND) as NonNullable<ReturnType<LogGround['doors']['get']>>;
    await ground.published();
    ground.doors.delete(SECOND);
    for (const number of upTo(3)) await ground.add(smallText(number));
    await ground.published();
    expect(await opened(ground, { ...TRUST, quorum: 1 })).toMatchObject({ size: 3 });
    await expect(opened(ground)).rejects.toThrow('ERR_LOG_QUORUM');
    expect(ground.events).toContainEqual({ event: 'witness-unreachable', of: SECOND });
    ground.doors.set(SECOND, second);
    // Opened anew, the log knows the size of neither witness.
    await ground.open();
    await ground.published();
    expect(await opened(ground)).toMatchObject({ size: 3 });
  });

  it('the last tree with a quorum until there is another one', async () => {
    const ground = openGround();
    await ground.open();
    await ground.add(smallText(0));
    await ground.published();
    const second = ground.doors.get(SECOND) as NonNullable<ReturnType<LogGround['doors']['get']>>;
    ground.doors.set(SECOND, () => new Response(null, { status: 500 }));
    await ground.add(smallText(1));
    await expect(ground.published()).rejects.toThrow();
    expect(await opened(ground)).toMatchObject({ size: 1 });
    expect(ground.events).toContainEqual({ event: 'checkpoint-held-back', code: 'ERR_LOG_QUORUM' });
    ground.doors.set(SECOND, second);
    await ground.published();
    expect(await opened(ground)).toMatchObject({ size: 2 });
  });

  it('the same tree again with fresh cosignatures after an hour', async () => {
    const ground = openGround();
    const door = await ground.open();
    await ground.published();
    ground.clock.time += HOUR - 1;
    await door.refresh(ground.clock.time);
    expect(await opened(ground)).toMatchObject({ witnessedAt: NOON });
    ground.clock.time += 1;
    await door.refresh(ground.clock.time);
    expect(await opened(ground)).toMatchObject({ size: 0, witnessedAt: NOON + HOUR });
  });

  it('again within a minute, when too few witnesses answered after that hour', async () => {
    const ground = openGround();
    const door = await ground.open();
    await ground.published();
    const second = ground.doors.get(SECOND) as NonNullable<ReturnType<LogGround['doors']['get']>>;
    ground.doors.delete(SECOND);
    ground.clock.time += 48 * HOUR;
    await door.refresh(ground.clock.time);
    await expect(opened(ground)).rejects.toThrow('ERR_LOG_STALE');
    ground.doors.set(SECOND, second);
    ground.clock.time += 60;
    await door.refresh(ground.clock.time);
    expect(await opened(ground)).toMatchObject({ witnessedAt: NOON + 48 * HOUR + 60 });
  });

  it('without one that never answers, after its time', async () => {
    const ground = openGround();
    await ground.open({ quorum: 1, witnessLimitMs: 50 });
    ground.doors.set(SECOND, () => new Promise(() => {}));
    expect(await ground.add(smallText(0))).toEqual({ status: 200, index: 0 });
    await ground.published();
    expect(await opened(ground, { ...TRUST, quorum: 1 })).toMatchObject({ size: 1 });
  });
});

describe('the log takes no cosignature', () => {
  const witness = WITNESSES[1] as NoteSigner;
  it.each<[string, () => Promise<(request: Request) => Promise<Response>>]>([
    [
      'by another key under the name of the witness',
      async () => forger({ key: witness.key, sign: (await rogue()).sign }),
    ],
    ['by another witness', async () => forger(WITNESSES[0] as NoteSigner)],
    ['over another checkpoint', async () => forger(witness, (text) => text.replace('\n1\n', '\n2\n'))],
    ['of a witness that says it has seen a larger tree', async () => async () => new Response('9\n', { status: 409 })],
    ['of a witness whose size is none', async () => async () => new Response('many', { status: 409 })],
    ['of one that answers nonsense', async () => async () => new Response('yes')],
  ])('%s', async (_, door) => {
    const ground = openGround();
    await ground.open();
    await ground.published();
    ground.doors.set(SECOND, await door());
    await ground.add(smallText(0));
    await expect(ground.published()).rejects.toThrow();
    expect(await opened(ground)).toMatchObject({ size: 0, origin: LOG.key.name });
    expect(ground.events).toContainEqual({ event: 'witness-unreachable', of: SECOND });
  });
});

const rogue = () => signerOf('rogue.example', 'witness');
