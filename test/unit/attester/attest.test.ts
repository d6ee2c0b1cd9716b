import { AgeError, type Bytes, formatBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { memorySessions } from '@bauta/sdk/stores/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAttest } from '../../../services/attester/attest.ts';
import type { EvidenceSource, EvidenceWay } from '../../../services/attester/evidence-source.ts';
import { outcomeOf } from '../protocol/refusals.ts';

const NOW = 1_795_003_200;
const refusal = async (act: () => unknown, code: string) => expect(await outcomeOf(act)).toBe(code);
const [ATTESTER, WALLET] = ['https://attester.example', 'https://wallet.example'];
const YES = writeUtf8('yes');
const NO = writeUtf8('no');

let drawn = 0;
const randomBytes = (length: number): Bytes => new Uint8Array(length).fill(++drawn);
const once = new Uint8Array(32).fill(7);

/** A source that takes `yes`, refuses `no`, and knows no other form. */
function source(name: string, ways: readonly EvidenceWay[], more: Partial<EvidenceSource> = {}): EvidenceSource {
  return {
    name,
    ways,
    begin: async (way, place) => ({
      request: way === 'digital' ? [{ protocol: 'p', data: { origin: place.pageOrigin } }] : `app:${place.answerUrl}`,
      kept: `${name} ${way}`,
    }),
    checkForm(body, kept) {
      if (!kept.startsWith(name)) throw new Error('another source’s question');
      if (body.length > 3) throw new AgeError('ERR_MDOC_MALFORMED');
    },
    async complete(body) {
      if (body.length < 3) throw new AgeError('ERR_MDOC_AGE');
      return { thresholds: [18], expires: NOW + 90, once };
    },
    ...more,
  };
}

let attest: ReturnType<typeof createAttest>;
const all = source('app', ['elsewhere', 'here', 'digital'], {
  readRequest: async (kept, walletNonce) => `${kept} ${walletNonce}`,
});
beforeEach(() => {
  drawn = 0;
  attest = createAttest({
    origin: ATTESTER,
    walletOrigin: WALLET,
    sources: [all, { ...source('bank', ['here']), label: 'Bank' }],
    sessions: memorySessions({ now: () => NOW }),
    randomBytes,
  });
});

const handleIn = (link: string | undefined): string => (link ?? '').split('/').at(-1) as string;
const codeIn = (url: string | undefined): string => (url ?? '').split('#returned=')[1] as string;
const PROVED = { state: 'proved', thresholds: [18], expires: NOW + 90 };

describe('the ways', () => {
  it('are asked at once, each under addresses of its own', async () => {
    const asked = await attest.begin('app', NOW);
    expect(Object.keys(asked).sort()).toEqual(['digital', 'expires', 'here', 'request', 'session']);
    expect(asked.expires).toBe(NOW + 300);
    expect(asked.request).not.toBe(asked.here);
    expect(asked.digital).toEqual([{ protocol: 'p', data: { origin: WALLET } }]);
    expect(Object.keys(await attest.begin('bank', NOW)).sort()).toEqual(['expires', 'here', 'session']);
  });

  it('are listed by name, with a label where there is one', () => {
    expect(attest.methods).toEqual([{ name: 'app' }, { name: 'bank', label: 'Bank' }]);
  });

  it('end together: one answer is taken, by whichever of them', async () => {
    const { session, request, here } = await attest.begin('app', NOW);
    await attest.answer('app', handleIn(request), YES, NOW);
    await refusal(() => attest.answer('app', handleIn(here), YES, NOW), 'ERR_EVIDENCE_SESSION');
    await refusal(() => attest.answerDigital('app', session, YES, NOW), 'ERR_EVIDENCE_SESSION');
    expect(await attest.state(session)).toEqual(PROVED);
  });

  /** One question whose answer by the link is judged when `finish` is called, and that by the browser at once. */
  function beginSlowly() {
    let finish = (): void => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = source('slow', ['elsewhere', 'digital'], {
      async complete(body, kept) {
        if (kept.endsWith('elsewhere')) await held;
        if (body.length < 3) throw new AgeError('ERR_MDOC_AGE');
        return { thresholds: [18], expires: NOW + 90 };
      },
    });
    const sessions = memorySessions({ now: () => NOW });
    const alone = createAttest({ origin: ATTESTER, walletOrigin: WALLET, sources: [slow], sessions, randomBytes });
    return { alone, finish, asked: alone.begin('slow', NOW) };
  }

  it('make one account of one session, when two answers are judged at once', async () => {
    const { alone, finish, asked } = beginSlowly();
    const { session, request } = await asked;
    const late = outcomeOf(() => alone.answer('slow', handleIn(request), YES, NOW));
    await alone.answerDigital('slow', session, YES, NOW);
    expect(await alone.take(session)).toEqual({ thresholds: [18], expires: NOW + 90 });
    finish();
    expect(await late).toBe('ERR_EVIDENCE_SESSION');
    await refusal(() => alone.state(session), 'ERR_EVIDENCE_SESSION');
  });

  it.each([
    ['a no after a yes', YES, NO, 'proved'],
    ['a yes after a no', NO, YES, 'refused'],
  ])('end with the first answer that was judged: %s changes nothing', async (_, first, later, state) => {
    const { alone, finish, asked } = beginSlowly();
    const { session, request } = await asked;
    const late = outcomeOf(() => alone.answer('slow', handleIn(request), later, NOW));
    await outcomeOf(() => alone.answerDigital('slow', session, first, NOW));
    finish();
    expect(await late).toBe('ERR_EVIDENCE_SESSION');
    expect(await alone.state(session)).toMatchObject({ state });
  });

  it('are of one method: its questions are nothing to another', async () => {
    const { here } = await attest.begin('app', NOW);
    await refusal(() => attest.answer('bank', handleIn(here), YES, NOW), 'ERR_EVIDENCE_SESSION');
    await refusal(() => attest.readRequest('bank', handleIn(here), undefined), 'ERR_NOT_FOUND');
    await refusal(() => attest.begin('cash', NOW), 'ERR_NOT_FOUND');
    expect(await attest.answer('app', handleIn(here), YES, NOW)).toHaveProperty('returnTo');
  });

  it('do not take one another’s secrets: the session opens no address, an address no session', async () => {
    const { session, request } = await attest.begin('app', NOW);
    await refusal(() => attest.answer('app', session, YES, NOW), 'ERR_EVIDENCE_SESSION');
    await refusal(() => attest.answerDigital('app', handleIn(request), YES, NOW), 'ERR_EVIDENCE_SESSION');
    await refusal(() => attest.state(handleIn(request)), 'ERR_EVIDENCE_SESSION');
  });
});

describe('a proof that was asked for here', () => {
  it('counts for the browser that comes back with the code, and for nobody who only has the session', async () => {
    const { session, here } = await attest.begin('app', NOW);
    const { returnTo } = await attest.answer('app', handleIn(here), YES, NOW);
    expect(returnTo).toMatch(/^https:\/\/wallet\.example\/app\/#returned=[\w-]{43}$/);
    expect(await attest.state(session)).toEqual({ state: 'waiting' });
    await refusal(() => attest.take(session), 'ERR_EVIDENCE_SESSION');
    await refusal(() => attest.state(session, formatBase64url(new Uint8Array(32))), 'ERR_EVIDENCE_SESSION');
    await refusal(() => attest.state(session, handleIn(here)), 'ERR_EVIDENCE_SESSION');
    expect(await attest.state(session)).toEqual({ state: 'waiting' });
    expect(await attest.state(session, codeIn(returnTo))).toEqual(PROVED);
    expect(await attest.state(session)).toEqual(PROVED);
    expect(await attest.take(session)).toEqual({ thresholds: [18], expires: NOW + 90, once });
    await refusal(() => attest.state(session, codeIn(returnTo)), 'ERR_EVIDENCE_SESSION');
  });

  it('does not count for another session with a code of its own', async () => {
    const [mine, theirs] = [await attest.begin('app', NOW), await attest.begin('app', NOW)];
    const { returnTo } = await attest.answer('app', handleIn(mine.here), YES, NOW);
    await attest.answer('app', handleIn(theirs.here), YES, NOW);
    await refusal(() => attest.state(theirs.session, codeIn(returnTo)), 'ERR_EVIDENCE_SESSION');
    expect(await attest.state(theirs.session)).toEqual({ state: 'waiting' });
  });

  it('is told when it was refused, with or without a code', async () => {
    const { session, here } = await attest.begin('bank', NOW);
    await refusal(() => attest.answer('bank', handleIn(here), NO, NOW), 'ERR_MDOC_AGE');
    const refused = { state: 'refused', code: 'ERR_AGE_NOT_SHOWN', reference: expect.any(String) };
    expect(await attest.state(session)).toEqual(refused);
  });

  it('from elsewhere or through the browser needs no code', async () => {
    const first = await attest.begin('app', NOW);
    expect(await attest.answer('app', handleIn(first.request), YES, NOW)).toEqual({});
    expect(await attest.state(first.session)).toEqual(PROVED);
    const second = await attest.begin('app', NOW);
    await attest.answerDigital('app', second.session, YES, NOW);
    expect(await attest.state(second.session)).toEqual(PROVED);
  });
});

describe('a no', () => {
  it('is taken as an answer: the app hears that it was, and brings the person back without a code', async () => {
    const declining = source('shy', ['here', 'elsewhere'], {
      complete: async () => {
        throw new AgeError('ERR_MDOC_STATUS');
      },
    });
    attest = createAttest({
      origin: ATTESTER,
      walletOrigin: WALLET,
      sources: [declining],
      sessions: memorySessions({ now: () => NOW }),
      randomBytes,
    });
    const refused = { state: 'refused', code: 'ERR_AGE_NOT_SHOWN', reference: expect.any(String) };
    const first = await attest.begin('shy', NOW);
    expect(await attest.answer('shy', handleIn(first.here), YES, NOW)).toEqual({
      returnTo: `${WALLET}/app/#returned=`,
    });
    expect(await attest.state(first.session)).toEqual(refused);
    const second = await attest.begin('shy', NOW);
    expect(await attest.answer('shy', handleIn(second.request), YES, NOW)).toEqual({});
    expect(await attest.state(second.session)).toEqual(refused);
  });
});

describe('a request that is fetched', () => {
  it('uses nothing up, and carries the nonce of the app', async () => {
    const { here, request } = await attest.begin('app', NOW);
    expect(await attest.readRequest('app', handleIn(here), undefined)).toBe('app here undefined');
    expect(await attest.readRequest('app', handleIn(request), 'n')).toBe('app elsewhere n');
    expect(await attest.readRequest('app', handleIn(request), 'n')).toBe('app elsewhere n');
    await attest.answer('app', handleIn(request), YES, NOW);
    await refusal(() => attest.readRequest('app', handleIn(request), 'n'), 'ERR_EVIDENCE_SESSION');
  });
});

it('a stray post leaves the question as it was', async () => {
  const { session, request } = await attest.begin('app', NOW);
  await refusal(() => attest.answer('app', handleIn(request), writeUtf8('stray'), NOW), 'ERR_MDOC_MALFORMED');
  expect(await attest.state(session)).toEqual({ state: 'waiting' });
  await attest.answer('app', handleIn(request), YES, NOW);
  expect(await attest.state(session)).toEqual(PROVED);
});
