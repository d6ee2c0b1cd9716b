import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import { type LogSource, proveKeys } from '@bauta/sdk/log';
import {
  type Bytes,
  calendarOf,
  DIRECTORY_PATH,
  epochAfter,
  epochAt,
  formatHex,
  isWithin,
  readDirectory,
} from '@bauta/sdk/protocol';
import { expect } from 'vitest';
import { figure } from '../../ports/figures.ts';
import type { House, Place } from './issuer-house.ts';
import { type KeptKey, nameOf } from './issuer-vault.ts';

const ISSUER = { role: 'issuer', name: 'issuer.localhost:4003' } as const;
/** Below every modulus, above one. */
const BLINDED: Bytes = Uint8Array.from([0, ...Array.from({ length: 255 }, (_, i) => figure('blinded')[i % 32] ?? 1)]);

/** What is known of all keys. */
export interface KeyGround {
  readonly kept: readonly KeptKey[];
  /** Names of the slots that the log has. */
  readonly logged: ReadonlySet<string>;
  readonly source: LogSource;
}

/**
 * Judges an issuer after all has settled: private halves are there for as long as they may sign and no longer, the
 * directory lists what the log has, with proofs that hold, and each key whose window is open signs.
 */
export async function judgeIssuer(house: House, place: Place, { kept, logged, source }: KeyGround): Promise<void> {
  const now = house.now();
  const shouldBeHeld = kept.filter((one) => !one.isRetired && now < calendarOf(one.epoch).signs.to).map(nameOf);
  expect(kept.filter((one) => one.isHeld).map(nameOf)).toEqual(shouldBeHeld);

  const whole = [0, 1, 2, 3].flatMap((weeks) => {
    const epoch = epochAfter(epochAt(now), weeks);
    return house.thresholds.map((threshold) => `${epoch} ${threshold}`);
  });
  const usable = kept.filter((one) => !one.isRetired && now < calendarOf(one.epoch).accepted.to);
  const shown = usable.filter((one) => logged.has(nameOf(one)));
  expect(shown.map((one) => `${one.epoch} ${one.threshold}`)).toEqual(expect.arrayContaining(whole));

  const directory = await readDirectory(await (await house.ask(place, DIRECTORY_PATH)).text(), ISSUER.name);
  const listed = directory.keys.map((one) => `${nameOf(one)} ${formatHex(one.key.id)}`).sort();
  expect(listed).toEqual(shown.map((one) => `${nameOf(one)} ${one.keyId}`).sort());
  const { refused } = await proveKeys(directory, ISSUER, source, now);
  expect(refused.map(({ key, code }) => `${nameOf(key)} ${code}`)).toEqual([]);

  for (const one of shown) await judgeSigning(house, place, one, isWithin(now, calendarOf(one.epoch).signs));
}

async function judgeSigning(house: House, place: Place, one: KeptKey, isOpen: boolean): Promise<void> {
  const truncatedId = Number.parseInt(one.keyId.slice(-2), 16);
  const answer = await house.ask(place, `/sign/${truncatedId}`, { method: 'POST', body: BLINDED });
  expect(`${nameOf(one)} ${answer.status}`).toBe(`${nameOf(one)} ${isOpen ? 200 : 404}`);
  if (!isOpen) return;
  const n = Buffer.from(one.publicKey.subarray(81, 337)).toString('base64url');
  const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  const signature = new Uint8Array(await answer.arrayBuffer());
  const opened = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  expect(formatHex(new Uint8Array(opened))).toBe(formatHex(BLINDED));
}
