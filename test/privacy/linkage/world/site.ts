import {
  AgeError,
  type Bytes,
  calendarOf,
  concat,
  type DirectoryKey,
  formatHex,
  MODE,
  parseBase64url,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createKeyDirectory, createVerifier } from '@bauta/sdk/verifier';
import { sha256 } from '../../../generate/vectors/seeded.ts';
import type { Sent } from './ports.ts';
import type { VisitSighting } from './transcripts.ts';

/** A relying party: the SDK's verifier without HTTP around it. The bytes that it judges are those of the real form. */
export interface Site {
  readonly redeemUrl: string;
  refresh(): Promise<void>;
  challenge(): Promise<string>;
  /** Lets in or throws AgeError. @returns what the site can write down of it */
  redeem(sent: Sent): Promise<Omit<VisitSighting, 'epoch'>>;
}

export function openSite(
  name: string,
  given: {
    readonly issuer: string;
    readonly now: () => number;
    readonly fetch: (url: string) => Promise<Response>;
    readonly furtherKeys: () => readonly DirectoryKey[];
    readonly isLenient: boolean;
  },
): Site {
  const { issuer, now, furtherKeys, isLenient } = given;
  const directory = createKeyDirectory({ issuer, fetch: given.fetch });
  const spent = memorySpentSet({ now });
  const redeemUrl = `https://${name}/_age/redeem`;
  const find = (id: Uint8Array, at: number): DirectoryKey =>
    furtherKeys().find(({ key }) => formatHex(key.id) === formatHex(id)) ?? directory.find(id, at);
  const verifier = createVerifier({
    issuer,
    threshold: 18,
    redeemUrl,
    secrets: [crypto.getRandomValues(new Uint8Array(32))],
    keys: { find },
    spent,
    codes: memorySessions({ now }),
  });

  async function redeemLeniently(token: Bytes): Promise<void> {
    const { epoch } = await verifier.verifyToken(token, now());
    // By the whole token: a mutant's nonces come back.
    if (!(await spent.spend(sha256(token), calendarOf(epoch).nullifierUntil))) throw new AgeError('ERR_TOKEN_SPENT');
  }

  return {
    redeemUrl,
    refresh: () => directory.refresh(now()),
    challenge: () => verifier.challenge(MODE.direct, now()),
    async redeem({ token, dpop, beside }) {
      const bytes = parseBase64url(token);
      if (isLenient) await redeemLeniently(bytes);
      else await verifier.redeem({ token, proof: dpop }, MODE.direct, now());
      const sent = concat(bytes, ofTheWallet(dpop), writeUtf8(beside));
      const size = token.length + dpop.length + beside.length;
      return { at: now(), site: name, sent, answered: new Uint8Array(), size };
    },
  };
}

/** The members of a proof that a site gave itself, and would find again at everyone who came in the same second. */
const GIVEN = new Set(['nonce', 'iat', 'htu']);

function ofTheWallet(dpop: string): Bytes {
  const [head = '', payload = '', signature = ''] = dpop.split('.');
  const { jwk } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const members: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const own = Object.entries(members).filter(([name]) => !GIVEN.has(name));
  const texts = own.map(([name, value]) => writeUtf8(`${name}=${String(value)};`));
  return concat(parseBase64url(jwk.x), parseBase64url(jwk.y), ...texts, parseBase64url(signature));
}
