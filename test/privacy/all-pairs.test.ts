import { finalize, request, systemRandomness } from '@bauta/sdk/client';
import {
  BATCH_SIZE,
  blind,
  blindingFrom,
  type DirectoryKey,
  readBatchRequest,
  readToken,
  readTokenKey,
  TOKEN_TYPE,
  writeBatchResponse,
} from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePss, invert, raise, rsaFromSeed, type SeededRsa, signRaw } from '../generate/vectors/rsa.ts';
import { big, number, seeded, sha256 } from '../generate/vectors/seeded.ts';
import { ATTESTER, ISSUER, KEYS } from '../generate/vectors/world.ts';

/** What an issuer has seen of one issuance. */
interface Issuance {
  readonly blinded: bigint;
  readonly blindSignature: bigint;
}

/** What a site has seen of one token. */
interface SeenToken {
  readonly signature: bigint;
  readonly n: bigint;
}

/**
 * For every issuance and every token: is there a blinding factor that leads from one to the other?
 * There is one at most, r = blind signature / signature; the pair is possible when r^e · em = blinded, where em is what
 * the signature covers, and when the wallet can have drawn it.
 */
function possiblePairs(
  issuances: readonly Issuance[],
  tokens: readonly SeenToken[],
  couldDraw: (r: bigint, issuance: number) => boolean = () => true,
): boolean[][] {
  return issuances.map(({ blinded, blindSignature }, i) =>
    tokens.map(({ signature, n }) => {
      const encoded = raise(signature, n);
      const r = (blindSignature * invert(signature, n)) % n;
      return (raise(r, n) * encoded) % n === blinded % n && couldDraw(r, i);
    }),
  );
}

const count = (pairs: readonly boolean[][]): number => pairs.flat().filter(Boolean).length;
const isDiagonal = (pairs: readonly boolean[][]): boolean =>
  pairs.every((row, i) => row.every((isPossible, j) => isPossible === (i === j)));

/** Every run of eight bytes. */
function* runsOf(bytes: Uint8Array): Generator<string> {
  for (let at = 0; at + 8 <= bytes.length; at++) yield Buffer.from(bytes.subarray(at, at + 8)).toString('hex');
}

const { rsa } = KEYS.current;
const { n } = rsa;

describe('30 issuances and their 30 tokens', () => {
  let issuances: Issuance[];
  let tokens: Uint8Array[];
  let seenByIssuer: Uint8Array[];
  beforeAll(async () => {
    const { rsa: _, ...slot } = KEYS.current;
    const tokenKey: DirectoryKey = { ...slot, key: await readTokenKey(rsa.spki) };
    // The grant does not matter here; any key of the slot will do for it.
    const pending = await request({ issuer: ISSUER, attester: ATTESTER, tokenKey, grantKey: tokenKey });
    const requests = readBatchRequest(pending.body).map(({ body }) => body.slice(1));
    const answers = requests.map((blinded) => ({ tokenType: TOKEN_TYPE, body: signRaw(rsa, blinded) }));
    const response = writeBatchResponse(answers);
    issuances = requests.map((blinded, i) => ({
      blinded: big(blinded),
      blindSignature: big((answers[i] as (typeof answers)[0]).body),
    }));
    tokens = (await finalize(tokenKey.key, pending, response)).map(({ token }) => token);
    seenByIssuer = [pending.body, response, pending.grant.request];
  });

  const seen = (token: Uint8Array): SeenToken => ({ signature: big(readToken(token).authenticator), n });

  it('are 30 different tokens, each of them signed over its PSS encoding', () => {
    expect(new Set(tokens.map((token) => Buffer.from(token).toString('hex'))).size).toBe(BATCH_SIZE);
    for (const token of tokens) expect(number(raise(seen(token).signature, n), 256)[255]).toBe(0xbc);
  });

  it('are possible in all 900 pairs: the issuer cannot tell which it signed', () => {
    const pairs = possiblePairs(issuances, tokens.map(seen), (r) => r > 0n && r < n);
    expect(pairs).toHaveLength(30);
    expect(count(pairs)).toBe(900);
  });

  it('share no eight bytes with what the issuer saw', () => {
    const runs = new Set(seenByIssuer.flatMap((bytes) => [...runsOf(bytes)]));
    expect(runs.size).toBeGreaterThan(15_000);
    const shared = tokens.flatMap((token) => [...runsOf(token)]).filter((run) => runs.has(run));
    expect(shared).toEqual([]);
  });

  it('would share some, if a wallet sent its nonce along', () => {
    const [token] = tokens as [Uint8Array];
    const runs = new Set([...seenByIssuer, readToken(token).nonce].flatMap((bytes) => [...runsOf(bytes)]));
    expect([...runsOf(token)].filter((run) => runs.has(run))).toHaveLength(32 - 7);
  });
});

describe('schemes in which an issuer sees its tokens', () => {
  const messages = Array.from({ length: 30 }, (_, i) => seeded(`message ${i}`)(98));
  const signed = messages.map((message, i) => {
    const encoded = encodePss(message, seeded(`salt ${i}`)(48));
    return { encoded: big(encoded), signature: big(signRaw(rsa, encoded)), n };
  });

  /** Issuances whose factors are chosen by `factor`. */
  const issue = (factor: (i: number) => bigint): Issuance[] =>
    signed.map(({ encoded, signature }, i) => ({
      blinded: (encoded * raise(factor(i), n)) % n,
      blindSignature: (signature * factor(i)) % n,
    }));

  it('without blinding: the one factor is 1, and only the diagonal is possible', () => {
    const pairs = possiblePairs(
      issue(() => 1n),
      signed,
      (r) => r === 1n,
    );
    expect([count(pairs), isDiagonal(pairs)]).toEqual([30, true]);
  });

  it('with factors that follow from the account: only the diagonal is possible', () => {
    const factor = (account: number) => big(sha256(number(account, 4)));
    const pairs = possiblePairs(issue(factor), signed, (r, account) => r === factor(account));
    expect([count(pairs), isDiagonal(pairs)]).toEqual([30, true]);
  });

  it('with factors of 16 bits: an issuer tries them all, and only the diagonal is possible', () => {
    const draw = seeded('short factors');
    const factors = signed.map(() => big(draw(2)) + 2n);
    const pairs = possiblePairs(
      issue((i) => factors[i] as bigint),
      signed,
      (r) => r < 2n ** 17n,
    );
    expect([count(pairs), isDiagonal(pairs)]).toEqual([30, true]);
  });

  it('with a key for each account: the equation itself holds on the diagonal alone', () => {
    const keys: SeededRsa[] = [...Object.values(KEYS).map(({ rsa: key }) => key), rsaFromSeed('unlisted')];
    const own = keys.map((key, i) => {
      const message = encodePss(messages[i] as Uint8Array, seeded(`salt ${i}`)(48));
      const r = big(seeded(`factor ${i}`)(255));
      const signature = big(signRaw(key, message));
      const blinded = (big(message) * raise(r, key.n)) % key.n;
      return { blinded, blindSignature: (signature * r) % key.n, signature, n: key.n };
    });
    const pairs = possiblePairs(own, own);
    expect([count(pairs), isDiagonal(pairs)]).toEqual([keys.length, true]);
  });

  it('and with factors drawn as they should be, every pair is possible again', () => {
    const { factor } = blindingFrom(seeded('good factors'));
    const factors = signed.map(() => factor(n));
    expect(
      count(
        possiblePairs(
          issue((i) => factors[i] as bigint),
          signed,
          (r) => r > 0n && r < n,
        ),
      ),
    ).toBe(900);
  });
});

describe('blinding factors', () => {
  /** Chi-square of how numbers fall into 64 equal parts of the modulus. */
  const statisticOf = (draws: readonly bigint[]): number => {
    const counts = new Array<number>(64).fill(0);
    for (const r of draws) {
      const part = Number((r * 64n) / n);
      counts[part] = (counts[part] as number) + 1;
    }
    const mean = draws.length / 64;
    return counts.reduce((sum, one) => sum + (one - mean) ** 2 / mean, 0);
  };
  // 63 degrees of freedom: five deviations above the mean.
  const LIMIT = 63 + 5 * Math.sqrt(2 * 63);

  it('fall evenly between 0 and the modulus', () => {
    const { factor } = blindingFrom(seeded('even'));
    expect(statisticOf(Array.from({ length: 6400 }, () => factor(n)))).toBeLessThan(LIMIT);
  });

  it('of a wallet do so too: it draws them from the system', async () => {
    const messages = Array.from({ length: 640 }, (_, i) => number(i, 98));
    const blinded = await blind(await readTokenKey(rsa.spki), messages, systemRandomness);
    const factors = blinded.map(({ inverse }) => invert(big(inverse), n));
    expect(new Set(factors).size).toBe(640);
    // Seven deviations: these are drawn anew in every run.
    expect(statisticOf(factors)).toBeLessThan(63 + 7 * Math.sqrt(2 * 63));
  });

  it('would not, were they short', () => {
    const draw = seeded('short');
    expect(statisticOf(Array.from({ length: 640 }, () => big(draw(32))))).toBeGreaterThan(LIMIT);
  });

  it('would not, were they reduced instead of drawn again', () => {
    const draw = seeded('reduced');
    expect(statisticOf(Array.from({ length: 6400 }, () => big(draw(256)) % n))).toBeGreaterThan(LIMIT);
  });
});
