import { randomBytes } from 'node:crypto';
import type { AssertionJson, Fetch, WrapRecord } from '@bauta/sdk/client';
import { accountAssertionChallenge, type Bytes, formatBase64url, parseBase64url } from '@bauta/sdk/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { drawDataKey, drawLocal, wrapFor } from '../../../services/wallet/pages/keep/vault.ts';
import { unlockAlone } from '../../../services/wallet/pages/passkey/unlock.ts';
import { unlockOnline } from '../../../services/wallet/pages/passkey/unlock-online.ts';
import { problem } from './fake-room.ts';
import { createSoftPasskeys, type SoftPasskeys } from './memory-wallet.ts';

const ATTESTER = 'attester.example';
const draw = (length: number): Bytes => new Uint8Array(randomBytes(length));

describe('a wallet whose passkey has no secret of its own', () => {
  const share = draw(32);
  const never = new AbortController().signal;
  let passkeys: SoftPasskeys;
  let wrap: WrapRecord;
  let called: string[];
  let answers: Record<string, () => Response>;

  beforeEach(async () => {
    passkeys = createSoftPasskeys('https://wallet.example');
    passkeys.behaves = 'without-prf';
    const credentialId = (await passkeys.ask(draw(32), []))?.credentialId as Bytes;
    passkeys.asked.length = 0;
    const secret = { credentialId, local: drawLocal(), share: share.slice() };
    wrap = await wrapFor(drawDataKey(), secret, ATTESTER);
    called = [];
    answers = {};
  });

  /** An attester that releases the share to whom it knows, and checks what was signed. */
  const nonce = draw(32);
  const fetch: Fetch = async (url, init) => {
    init?.signal?.throwIfAborted();
    const { pathname, host } = new URL(url);
    called.push(`${host}${pathname}`);
    const given = answers[pathname]?.();
    if (given) return given;
    const message = JSON.parse(String(init?.body)) as { nonce: string; assertion: AssertionJson };
    if (pathname === '/account/challenge') return Response.json({ nonce: formatBase64url(nonce), expires: 1 });
    const data = JSON.parse(Buffer.from(parseBase64url(message.assertion.response.clientDataJSON)).toString());
    expect(data.challenge).toBe(formatBase64url(await accountAssertionChallenge(nonce, 'share')));
    expect(Object.keys(message.assertion.response).sort()).toEqual([
      'authenticatorData',
      'clientDataJSON',
      'signature',
    ]);
    return Response.json({ share: formatBase64url(share) });
  };
  const unlock = (wraps = [wrap], signal = never) => unlockOnline(ATTESTER, passkeys, fetch)(wraps, signal);

  it('opens by one gesture and the share, and asks its attester alone', async () => {
    const opened = await unlock();
    if (opened.kind !== 'open') throw new Error(opened.kind);
    for (const key of [opened.tokenKey, opened.recentKey]) expect(key.extractable).toBe(false);
    expect(called).toEqual([`${ATTESTER}/account/challenge`, `${ATTESTER}/account/share`]);
    expect(passkeys.asked).toHaveLength(1);
  });

  it('is asked for nothing when it is not that attester’s, nor by the page that contacts nobody', async () => {
    expect(await unlock([{ ...wrap, attester: 'other.example' }])).toEqual({ kind: 'locked' });
    const { local: _gone, ...own } = wrap;
    expect(await unlock([own])).toEqual({ kind: 'locked' });
    expect(await unlockAlone(passkeys)([wrap], never)).toEqual({ kind: 'locked' });
    expect([called, passkeys.asked]).toEqual([[], []]);
  });

  it('stays shut without the gesture: no share is asked for', async () => {
    passkeys.behaves = 'declines';
    expect(await unlock()).toEqual({ kind: 'declined' });
    expect(called).toEqual([`${ATTESTER}/account/challenge`]);
  });

  it.each<[string, () => Response, object]>([
    ['a server that is away', () => new Response('', { status: 503 }), { kind: 'failed', code: expect.any(String) }],
    [
      'an account that is gone',
      () => new Response(String(problem(401, 'ERR_ACCOUNT').body), { status: 401 }),
      { kind: 'failed', code: 'ERR_ACCOUNT' },
    ],
    [
      'a share of another size',
      () => Response.json({ share: formatBase64url(draw(31)) }),
      { kind: 'failed', code: 'ERR_RESPONSE_MALFORMED' },
    ],
    ['another share', () => Response.json({ share: formatBase64url(draw(32)) }), { kind: 'locked' }],
  ])('says what happened with %s', async (_, answer, outcome) => {
    answers['/account/share'] = answer;
    expect(await unlock()).toEqual(outcome);
  });

  it('stays shut when its half was edited, and when the page was left', async () => {
    expect(await unlock([{ ...wrap, local: drawLocal() }])).toEqual({ kind: 'locked' });
    expect(await unlock([wrap], AbortSignal.abort())).toEqual({ kind: 'declined' });
  });
});
