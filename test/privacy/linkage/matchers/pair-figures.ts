import type { Bytes } from '@bauta/sdk/protocol';
import type { GrantSighting, MintSighting, VisitSighting } from '../world/transcripts.ts';

/** Offsets in what a site sees: the token's fields, then the proof's. */
const NONCE = 2;
const KEY_ID = 66;
const AUTHENTICATOR = 98;
const HOLDER = 354;
const ITEM = 259;
const BATCH_PREFIX = 2;

/** In how many bits two runs differ. */
function bitsApart(a: Bytes, at: number, b: Bytes, bt: number, length: number): number {
  let apart = 0;
  for (let i = 0; i < length; i++) apart += BIT_COUNTS[((a[at + i] ?? 0) ^ (b[bt + i] ?? 0)) & 0xff] as number;
  return apart;
}

const BIT_COUNTS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
});

/** Big-endian, 0 where nothing is. */
const numberAt = (bytes: Bytes, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

/** How near any number of four bytes in a token comes to a time, on a scale where 0 is the same second. */
function nearestTime(visit: Bytes, at: number): number {
  let nearest = 2 ** 32;
  for (let place = NONCE; place + 4 <= AUTHENTICATOR; place++) {
    nearest = Math.min(nearest, Math.abs(numberAt(visit, place) - at));
  }
  return Math.log1p(nearest);
}

/** Parity and weight: what a blinding that keeps something of its input could keep. */
const weightOf = (bytes: Bytes, at: number, length: number): number =>
  bitsApart(bytes, at, new Uint8Array(), 0, length);

/** What is the same whatever visit a batch is held against: the first figures of its values, and their weights. */
interface Slots {
  readonly leads: readonly number[];
  readonly weights: readonly number[];
}

const known = new WeakMap<MintSighting, Slots>();

function slotsOf(mint: MintSighting): Slots {
  const before = known.get(mint);
  if (before) return before;
  const places = Array.from({ length: 30 }, (_, i) => BATCH_PREFIX + i * ITEM + 3);
  const slots = {
    leads: places.map((at) => numberAt(mint.sent, at)),
    weights: places.map((at) => weightOf(mint.sent, at, 32)),
  };
  known.set(mint, slots);
  return slots;
}

/** Figures of a visit and a batch: what their values have in common, their times left out but where a value is a time. */
export function figuresOfVisitAndMint(visit: VisitSighting, mint: MintSighting, serial: number): Float64Array {
  const token = visit.sent;
  let [least, sum, leastBlinded, leastLead] = [2048, 0, 2048, 2 ** 32];
  const { leads, weights } = slotsOf(mint);
  const [weight, lead] = [weightOf(token, AUTHENTICATOR, 32), numberAt(token, AUTHENTICATOR)];
  let leastWeight = 256;
  for (let i = 0; i < 30; i++) {
    const value = BATCH_PREFIX + i * ITEM + 3;
    // 32 of 256 bytes: a likeness that is not in the first would be in none.
    const apart = bitsApart(token, AUTHENTICATOR, mint.answered, value, 32);
    sum += apart;
    least = Math.min(least, apart);
    leastBlinded = Math.min(leastBlinded, bitsApart(token, AUTHENTICATOR, mint.sent, value, 32));
    leastLead = Math.min(leastLead, Math.abs(lead - (leads[i] as number)));
    leastWeight = Math.min(leastWeight, Math.abs(weight - (weights[i] as number)));
  }
  return Float64Array.of(
    least,
    sum,
    leastBlinded,
    Math.log1p(leastLead),
    leastWeight,
    nearestTime(token, mint.at),
    Math.log1p(Math.abs(numberAt(token, NONCE + 4) - serial)),
    bitsApart(token, KEY_ID, mint.keyId, 0, 32),
    visit.size - mint.sent.length,
    bitsApart(token, NONCE, mint.sent, BATCH_PREFIX + 3, 32),
  );
}

/** Figures of a visit and a request for grants. */
export function figuresOfVisitAndGrant(visit: VisitSighting, grant: GrantSighting): Float64Array {
  const token = visit.sent;
  return Float64Array.of(
    bitsApart(token, NONCE, grant.answered, 0, 32),
    bitsApart(token, AUTHENTICATOR, grant.answered, 0, 256),
    bitsApart(token, AUTHENTICATOR, grant.sent, grant.sent.length - 256, 256),
    nearestTime(token, grant.at),
    visit.size - grant.sent.length,
  );
}

/** Figures of two visits: what their values have in common. */
export function figuresOfVisits(a: VisitSighting, b: VisitSighting): Float64Array {
  const [x, y] = [a.sent, b.sent];
  return Float64Array.of(
    bitsApart(x, NONCE, y, NONCE, 32),
    bitsApart(x, KEY_ID, y, KEY_ID, 32),
    bitsApart(x, AUTHENTICATOR, y, AUTHENTICATOR, 256),
    bitsApart(x, HOLDER, y, HOLDER, 64),
    bitsApart(x, x.length - 64, y, y.length - 64, 64),
    Math.log1p(Math.abs(numberAt(x, NONCE) - numberAt(y, NONCE))),
    Math.log1p(Math.abs(numberAt(x, NONCE + 4) - numberAt(y, NONCE + 4))),
    x.length === y.length ? 1 : 0,
    Math.log1p(Math.abs(x.length - y.length)),
    Math.abs(weightOf(x, AUTHENTICATOR, 256) - weightOf(y, AUTHENTICATOR, 256)),
  );
}
