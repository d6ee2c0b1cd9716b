import {
  type BlindingSource,
  type Bytes,
  blind,
  blindingFrom,
  encodePss,
  finalize,
  formatHex,
  readTokenKey,
  TOKEN_KEY_LENGTH,
  type TokenKey,
  verifySignature,
  writeTokenKey,
} from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePss as encodeAgain, invert, raise, rsaFromSeed, signPss, signRaw } from '../../generate/vectors/rsa.ts';
import { big, number, seeded, sha256 } from '../../generate/vectors/seeded.ts';
import { outcomeOf } from './refusals.ts';

const rsa = rsaFromSeed('issuer 18 2026-W47');
const { n } = rsa;
const message = new Uint8Array(98).fill(7);

let key: TokenKey;
beforeAll(async () => {
  key = await readTokenKey(rsa.spki);
});

const sourceFrom = (seed: string): BlindingSource => blindingFrom(seeded(seed));

/** A source whose factors are these. */
function factorsOf(...factors: bigint[]): BlindingSource {
  const { salt } = sourceFrom('salts');
  return { salt, factor: () => factors.shift() as bigint };
}

describe('a token key', () => {
  it('is 342 bytes with one id, whose last byte is the truncated one', () => {
    expect(key.spki).toHaveLength(TOKEN_KEY_LENGTH);
    expect(key.id).toEqual(sha256(rsa.spki));
    expect(key.truncatedId).toBe(key.id[31]);
    expect(key.modulus).toBe(n);
    expect(writeTokenKey(number(n, 256))).toEqual(rsa.spki);
  });

  it('is refused with any one byte outside of the modulus changed', async () => {
    for (let at = 0; at < TOKEN_KEY_LENGTH; at++) {
      if (at === 81) at = 337;
      const changed = rsa.spki.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(await outcomeOf(() => readTokenKey(changed)), `byte ${at}`).toBe('ERR_KEY_MALFORMED');
    }
  });

  it.each([0, 1, 81, 294, 341, 343, 1000])('is refused in %i bytes', async (length) => {
    const changed = new Uint8Array(length);
    changed.set(rsa.spki.slice(0, length));
    expect(await outcomeOf(() => readTokenKey(changed))).toBe('ERR_KEY_MALFORMED');
  });

  it('is refused when the modulus is even or has fewer bits', async () => {
    for (const modulus of [n - 1n, n >> 1n, (n >> 1n) | 1n, 3n]) {
      expect(await outcomeOf(() => readTokenKey(writeTokenKey(number(modulus, 256))))).toBe('ERR_KEY_MALFORMED');
    }
  });
});

describe('verifySignature', () => {
  const salt = seeded('salt')(48);

  it('takes a salt of 48 bytes and no other', async () => {
    expect(await verifySignature(key, message, signPss(rsa, message, salt))).toBe(true);
    for (const length of [0, 1, 20, 32, 47, 49, 64, 206]) {
      const signature = signPss(rsa, message, seeded('other salt')(length));
      expect(await verifySignature(key, message, signature), `salt of ${length}`).toBe(false);
    }
  });

  it('is false, and does not throw, for any other signature', async () => {
    const good = signPss(rsa, message, salt);
    const others = [
      new Uint8Array(),
      good.slice(1),
      Uint8Array.from([0, ...good]),
      new Uint8Array(256),
      number(1n, 256),
      number(n - 1n, 256),
      number(n, 256),
      new Uint8Array(256).fill(0xff),
      number(n - big(good), 256),
    ];
    for (const signature of others) expect(await verifySignature(key, message, signature)).toBe(false);
    expect(await verifySignature(key, message.slice(1), good)).toBe(false);
  });
});

describe('encodePss', () => {
  it('agrees with a second implementation', async () => {
    const draw = seeded('messages');
    for (let i = 0; i < 20; i++) {
      const [text, salt] = [draw(i * 13), draw(48)];
      expect(formatHex(await encodePss(text, salt, 2047))).toBe(formatHex(encodeAgain(text, salt)));
    }
  });
});

describe('a blinding factor', () => {
  it('is drawn again until it lies between 0 and the modulus', () => {
    const draws = [number(0, 256), number(n, 256), new Uint8Array(256).fill(0xff), number(n - 1n, 256), number(5, 256)];
    const source = blindingFrom((length) => {
      expect(length).toBe(256);
      return draws.shift() as Bytes;
    });
    expect(source.factor(n)).toBe(n - 1n);
    expect(source.factor(n)).toBe(5n);
  });

  it('comes with a salt of 48 bytes, both fresh each time', () => {
    const source = sourceFrom('fresh');
    expect(source.salt()).toHaveLength(48);
    expect(formatHex(source.salt())).not.toBe(formatHex(source.salt()));
    expect(source.factor(n)).not.toBe(source.factor(n));
  });
});

describe('blind and finalize', () => {
  const messages = Array.from({ length: 7 }, (_, i) => new Uint8Array(98).fill(i));

  it('give a signature that the key verifies, one for each message', async () => {
    const blinded = await blind(key, messages, sourceFrom('seven'));
    expect(new Set(blinded.map(({ blindedMessage }) => formatHex(blindedMessage))).size).toBe(7);
    for (const [i, { blindedMessage, inverse }] of blinded.entries()) {
      const signature = await finalize(key, messages[i] as Bytes, signRaw(rsa, blindedMessage), inverse);
      expect(await verifySignature(key, messages[i] as Bytes, signature)).toBe(true);
    }
  });

  it('use each factor once, at its own message: blinded = encoded · r^e', async () => {
    const draw = sourceFrom('factors');
    const factors = messages.map(() => draw.factor(n));
    const blinded = await blind(key, messages, factorsOf(...factors));
    const { salt } = sourceFrom('salts');
    for (const [i, one] of blinded.entries()) {
      const encoded = big(encodeAgain(messages[i] as Bytes, salt()));
      expect(big(one.blindedMessage)).toBe((encoded * raise(factors[i] as bigint, n)) % n);
      expect(big(one.inverse)).toBe(invert(factors[i] as bigint, n));
    }
  });

  it('write short numbers in 256 bytes', async () => {
    const [one] = await blind(key, [message], factorsOf(1n));
    expect(one?.inverse).toEqual(number(1, 256));
    expect(one?.blindedMessage).toHaveLength(256);
    expect(await blind(key, [], sourceFrom('none'))).toEqual([]);
  });

  it('refuse a key whose modulus shares a factor with what goes in', async () => {
    expect(await outcomeOf(() => blind(key, [message], factorsOf(0n)))).toBe('ERR_KEY_MALFORMED');
    const smooth = { ...key, modulus: n - (n % 3n) };
    expect(await outcomeOf(() => blind(smooth, [message, message], factorsOf(2n, 3n)))).toBe('ERR_KEY_MALFORMED');
  });

  it('refuse any other answer: bits changed, doubled, negated, one modulus more, another length', async () => {
    const [one] = (await blind(key, [message], sourceFrom('one'))) as [{ blindedMessage: Bytes; inverse: Bytes }];
    const good = signRaw(rsa, one.blindedMessage);
    const finish = (answer: Bytes) => outcomeOf(() => finalize(key, message, answer, one.inverse));
    expect(await finish(good)).toBe('accepted');
    for (let at = 0; at < 256; at += 5) {
      const changed = good.slice();
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      expect(await finish(changed), `byte ${at}`).toBe('ERR_RESPONSE_SIGNATURE');
    }
    const value = big(good);
    for (const other of [0n, 1n, n - 1n, n, n - value, (value * 2n) % n, (value * value) % n, invert(value, n)]) {
      expect(await finish(number(other, 256))).toBe('ERR_RESPONSE_SIGNATURE');
    }
    for (const length of [0, 255]) expect(await finish(good.slice(0, length))).toBe('ERR_RESPONSE_MALFORMED');
    expect(await finish(Uint8Array.from([0, ...good]))).toBe('ERR_RESPONSE_MALFORMED');
  });

  it('refuse the one other number that unblinds to the same signature', async () => {
    // One modulus more fits into 256 bytes for about a third of all answers: look for such a one.
    for (let i = 0; ; i++) {
      const [one] = (await blind(key, [message], sourceFrom(`try ${i}`))) as [
        { blindedMessage: Bytes; inverse: Bytes },
      ];
      const answer = signRaw(rsa, one.blindedMessage);
      const twin = big(answer) + n;
      if (twin >= 2n ** 2048n) continue;
      expect(await outcomeOf(() => finalize(key, message, answer, one.inverse))).toBe('accepted');
      expect(await outcomeOf(() => finalize(key, message, number(twin, 256), one.inverse))).toBe(
        'ERR_RESPONSE_SIGNATURE',
      );
      return;
    }
  });

  it("refuse another message's answer, another key's, and another inverse", async () => {
    const [one, other] = (await blind(key, messages.slice(0, 2), sourceFrom('two'))) as [
      { blindedMessage: Bytes; inverse: Bytes },
      { blindedMessage: Bytes; inverse: Bytes },
    ];
    const answer = signRaw(rsa, one.blindedMessage);
    const [first, second] = messages as [Bytes, Bytes];
    expect(await outcomeOf(() => finalize(key, first, answer, one.inverse))).toBe('accepted');
    expect(await outcomeOf(() => finalize(key, second, answer, one.inverse))).toBe('ERR_RESPONSE_SIGNATURE');
    expect(await outcomeOf(() => finalize(key, first, answer, other.inverse))).toBe('ERR_RESPONSE_SIGNATURE');
    expect(await outcomeOf(() => finalize(key, second, answer, other.inverse))).toBe('ERR_RESPONSE_SIGNATURE');
    const stranger = rsaFromSeed('unlisted');
    if (big(one.blindedMessage) >= stranger.n) return;
    const forged = signRaw(stranger, one.blindedMessage);
    expect(await outcomeOf(() => finalize(key, first, forged, one.inverse))).toBe('ERR_RESPONSE_SIGNATURE');
  });
});
