import { createHash } from 'node:crypto';
import { ageGate } from '@bauta/sdk/gate';
import { openKeyLog } from '@bauta/sdk/log';
import {
  type Bytes,
  calendarOf,
  epochAt,
  formatBase64url,
  formatLogEntry,
  formatNoteKey,
  type LoggedKey,
  type PublishedKey,
  readTokenKey,
} from '@bauta/sdk/protocol';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeSpki } from '../generate/vectors/rsa.ts';
import { big, seeded } from '../generate/vectors/seeded.ts';
import { crookedLog } from '../log/crooked-log.ts';
import { LOG, NOON, WITNESSES } from '../log/ground.ts';
import { LOG_URL } from '../log/log-ground.ts';
import { proofOf } from '../log/stapled.ts';
import { attester, entryOf, HONEST, issuer, openTopUpGround } from '../log/top-up-ground.ts';
import { outcome } from '../ports/refusals.ts';
import { createTestIssuer, type TestIssuer } from '../unit/gate/issuer.ts';
import { optionsFor } from '../unit/gate/site.ts';

const EPOCH = epochAt(NOON);
const TOP = 1n << 2047n;
const odd = big(seeded('a malicious key')(256)) | TOP | 1n;
const withFactor3 = odd - (odd % 3n) + (((odd - (odd % 3n)) & 1n) === 1n ? 0n : 3n);

/** Keys that an issuer could log for everyone, and that nobody may use. */
const BAD: readonly [string, Bytes][] = [
  ['the exponent 3', writeSpki(odd, 3n)],
  ['2047 bits', writeSpki(odd >> 1n)],
  ['1024 bits', writeSpki(odd >> 1024n)],
  ['an even modulus', writeSpki(odd - 1n)],
  ['a byte behind its SPKI', Uint8Array.from([...writeSpki(odd), 0])],
];
const SMALL_FACTOR: (typeof BAD)[number] = ['the factor 3', writeSpki(withFactor3)];

function keyOf(spki: Bytes): LoggedKey {
  const { from: notBefore, to: notAfter } = calendarOf(EPOCH).published;
  const keyId = new Uint8Array(createHash('sha256').update(spki).digest());
  return { threshold: 18, generation: 0, notBefore, notAfter, keyId, spki };
}

describe('a site, when the log has for everyone a key with', () => {
  let testIssuer: TestIssuer;
  beforeAll(async () => {
    testIssuer = await createTestIssuer('issuer.example', NOON);
  });

  /** What a gate makes of this key, of which everything else is right. */
  async function judge(spki: Bytes): Promise<[refreshed: unknown, status: number]> {
    const of = { kind: 'keys', role: 'issuer', name: testIssuer.name, epoch: EPOCH, exception: 'genesis' } as const;
    const entry = formatLogEntry({ ...of, keys: [keyOf(spki)] });
    const log = await crookedLog([entry]);
    const reasons: string[] = [];
    const keyLog = await openKeyLog({
      url: LOG_URL,
      key: formatNoteKey(LOG.key),
      witnesses: WITNESSES.map(({ key }) => formatNoteKey(key)),
      fetch: async (url) => log(url),
      onRefused: (code) => reasons.push(code),
    });
    const fetch = async (url: string): Promise<Response> => {
      const listing = await (await testIssuer.fetch(url)).json();
      const [key] = listing['token-keys'];
      const listed = [{ ...key, 'token-key': formatBase64url(spki) }];
      return Response.json({ ...listing, 'token-keys': listed, proof: { [EPOCH]: await proofOf([entry], 0) } });
    };
    const gate = ageGate(optionsFor(testIssuer, { now: NOON }, { keyLog, fetch }));
    const refreshed = (await outcome(gate.refresh())) ?? reasons[0];
    const met = await gate.handle(new Request('https://site.example/', { headers: { accept: 'text/html' } }));
    return [refreshed, 'response' in met ? met.response.status : 200];
  }

  it.each(BAD)('%s, keeps its door shut', async (_, spki) => {
    expect(await judge(spki)).toEqual(['ERR_KEY_MALFORMED', 503]);
  });

  it('nothing wrong with it, opens it', async () => {
    expect(await judge(testIssuer.current.key.spki)).toEqual([undefined, 403]);
  });
});

describe('a wallet, when the log has for everyone a key with', () => {
  let ground: Awaited<ReturnType<typeof openTopUpGround>>;
  beforeEach(async () => {
    attester.granted.clear();
    issuer.bodies.length = 0;
    ground = await openTopUpGround();
  });

  it.each([...BAD, SMALL_FACTOR])('%s, asks nobody for anything, the passkey neither', async (_, spki) => {
    const [replaced, other] = issuer.keys as [PublishedKey, PublishedKey];
    const [, , name = ''] = (HONEST[2] as string).split('\n');
    const { id: keyId } = await readTokenKey(replaced.spki);
    const retired = {
      kind: 'retire',
      role: 'issuer',
      name,
      epoch: EPOCH,
      threshold: 18,
      generation: 0,
      keyId,
    } as const;
    const bad = entryOf('issuer', { ...replaced, generation: 1, spki });
    const entries = [...HONEST, formatLogEntry(retired), bad];
    const proof = { [EPOCH]: await proofOf(entries, 5), [other.epoch]: await proofOf(entries, 3) };
    const gestures = ground.passkeys.asked.length;
    const posted = ground.posted().length;
    const result = await outcome(
      ground.run({
        entries,
        listing: (json) => {
          const [first, ...rest] = json['token-keys'];
          const next = { ...first, generation: 1, 'token-key': formatBase64url(spki) };
          return { ...json, 'token-keys': [next, ...rest], proof };
        },
      }),
    );
    expect(result).toBe('ERR_KEY_MALFORMED');
    expect(ground.posted()).toHaveLength(posted);
    expect(ground.passkeys.asked).toHaveLength(gestures);
    expect(await ground.store.readPending()).toEqual([]);
  });
});
