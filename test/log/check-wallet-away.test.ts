import { describe, expect, it } from 'vitest';
import { FILES, openWalletGround, WALLET_URL } from './check-wallet-ground.ts';
import { crookedLog } from './crooked-log.ts';
import { LOG, NOON, signerOf, smallText, WITNESSES } from './ground.ts';

/** A host that serves what is in the log. */
async function openGood() {
  const ground = await openWalletGround();
  await ground.addBuild(FILES);
  ground.serve(FILES);
  return ground;
}

describe('a check of a wallet’s host', () => {
  it('ends with 4 when the host does not answer', async () => {
    const ground = await openGood();
    const away = { exit: 4, ok: false, version: null, digest: null, index: null, reason: 'host-away' };
    ground.doors.set('wallet.example', () => new Response(null, { status: 503 }));
    expect(await ground.verdict()).toMatchObject(away);
    ground.doors.delete('wallet.example');
    expect(await ground.verdict()).toMatchObject(away);
    expect((await ground.check()).printed).toBe('NOT CHECKED: wallet.example: the wallet’s host does not answer.\n');
  });

  it('ends with 4 when the host falls silent, and with 1 when a file was wrong before', async () => {
    const ground = await openGood();
    const serve = ground.doors.get('wallet.example') as (request: Request) => Promise<Response>;
    for (const [first, exit] of [
      [serve, 4],
      [() => new Response('?'), 1],
    ] as const) {
      let asked = 0;
      ground.doors.set('wallet.example', (request) => {
        if (request.url.endsWith('/integrity.json')) return serve(request);
        if (asked++ > 0) throw new TypeError('unreachable');
        return first(request);
      });
      expect(await ground.verdict()).toMatchObject({ exit, files: { checked: 1 } });
    }
  });

  it('ends with 1 when the host sends elsewhere for its list, which nobody follows', async () => {
    const ground = await openGood();
    const headers = { location: `${WALLET_URL}/present` };
    ground.doors.set('wallet.example', () => new Response(null, { status: 302, headers }));
    expect(await ground.verdict()).toMatchObject({ exit: 1, reason: 'no-list' });
  });

  it('ends with 4 when the log does not answer', async () => {
    const ground = await openGood();
    ground.doors.set('log.example', () => new Response(null, { status: 503 }));
    expect(await ground.verdict()).toMatchObject({ exit: 4, reason: 'log-away' });
    ground.doors.delete('log.example');
    expect(await ground.verdict()).toMatchObject({ exit: 4, reason: 'log-away', index: null });
  });

  it('ends with 1 when the log is not to be believed, and says why', async () => {
    const ground = await openGood();
    const other = await signerOf(LOG.key.name.replace('bauta', 'other'), 'log');
    const texts = [smallText(1)];
    for (const [code, log] of [
      ['ERR_LOG_SIGNATURE', await crookedLog(texts, { signer: other })],
      ['ERR_LOG_QUORUM', await crookedLog(texts, { witnesses: WITNESSES.slice(1) })],
      ['ERR_LOG_STALE', await crookedLog(texts, { at: NOON - 86_401 })],
      ['ERR_LOG_PROOF', await crookedLog(texts, { signedFor: [smallText(2)] })],
      ['ERR_LOG_MALFORMED', await crookedLog(['bauta/else/v1\n'])],
      ['ERR_LOG_MALFORMED', async () => new Response('x'.repeat(20_001))],
    ] as const) {
      ground.doors.set('log.example', (request) => log(request.url));
      expect(await ground.verdict()).toMatchObject({ exit: 1, reason: 'log-refused', code });
    }
    expect((await ground.check()).printed).toMatch(/the log is not to be believed \(ERR_LOG_MALFORMED\)\.\n$/);
  });

  it.each([
    ['URL', []],
    ['URL', [WALLET_URL, WALLET_URL]],
    ['URL', ['http://wallet.example']],
    ['URL', [`${WALLET_URL}/app/`]],
    ['URL', ['wallet.example']],
    ['--log', [WALLET_URL, '--log', 'elsewhere.json']],
    ['--fast', [WALLET_URL, '--fast']],
  ])('ends with 3 and names the argument: %s', async (flag, args) => {
    const ground = await openGood();
    const { exit, printed, wrong } = await ground.check(args);
    expect([exit, printed]).toEqual([3, '']);
    expect(wrong.split('\n')[0]).toContain(flag);
  });
});
