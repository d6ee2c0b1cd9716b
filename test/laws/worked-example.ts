import { constants, createHash, createHmac, createPrivateKey, privateDecrypt } from 'node:crypto';
import {
  type Blinded,
  type Bytes,
  blind,
  calendarOf,
  challengeForGrants,
  challengeForTokens,
  concat,
  digestChallenge,
  epochAt,
  finalize,
  formatBase64url,
  formatHex,
  formatPresentRequest,
  hashToken,
  MODE,
  nullifierOf,
  parseBase64url,
  parseHex,
  readToken,
  readTokenKey,
  thumbprintOf,
  writeSiteChallenge,
  writeTokenChallenge,
  writeTokenInput,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { loadCases } from '../unit/protocol/vectors.ts';

const ISSUER = 'issuer.example';
const ATTESTER = 'attester.example';
const REDEEM = 'https://site.example/_age/redeem';
/** Wednesday, 18 November 2026, 12:00 UTC. */
const NOW = 1_795_003_200;
/** The P-256 key of RFC 7517 Appendix A.2. */
const HOLDER = {
  x: parseBase64url('MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4'),
  y: parseBase64url('4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM'),
};
const PRE_SESSION: Bytes = new Uint8Array(32).fill(0x11);
const SECRET: Bytes = new Uint8Array(32).fill(0x22);
const SALT: Bytes = new Uint8Array(48).fill(0x33);

/** A line of the worked example: what it is, and its value as it is printed. */
export type ExampleRow = readonly [name: string, value: string];

/** Every value of the worked example in `spec/protocol.md`, computed by the code of this tree. */
export async function computeExample(): Promise<readonly ExampleRow[]> {
  const [vector] = loadCases<{ tokenKey: string; privateKeyPem: string }>('rfc9578-type2.json');
  if (!vector) throw new TypeError('RFC 9578 has vectors');
  const key = await readTokenKey(parseHex(vector.tokenKey));
  const privateKey = createPrivateKey(Buffer.from(vector.privateKeyPem, 'hex'));

  const epoch = epochAt(NOW);
  const calendar = calendarOf(epoch);
  const nonce = await thumbprintOf(HOLDER.x, HOLDER.y);
  const challengeDigest = await digestChallenge(challengeForTokens(ISSUER));
  const input = writeTokenInput({ nonce, challengeDigest, tokenKeyId: key.id });
  // A blinding factor of 1 hides nothing, and leaves the same signature as any other.
  const [blinded] = (await blind(key, [input], { salt: () => SALT, factor: () => 1n })) as [Blinded];
  const signed = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded.blindedMessage);
  const token = concat(input, await finalize(key, input, signed, blinded.inverse));
  const text = formatBase64url(token);

  const preHash = hash(PRE_SESSION);
  const challenge = await writeSiteChallenge(
    { mode: MODE.form, threshold: 18, issuedAt: NOW, preHash },
    REDEEM,
    SECRET,
  );
  const request = { redeem: REDEEM, issuer: ISSUER, threshold: 18, challenge: formatBase64url(challenge) };
  const zero = Uint8Array.of(0);
  const code = new Uint8Array(
    createHmac('sha256', SECRET)
      .update(concat(writeUtf8('bauta/code/v1'), zero, challenge, zero, token))
      .digest(),
  );

  return [
    ['epoch', epoch],
    ['published', span(calendar.published)],
    ['signs', span(calendar.signs)],
    ['asks', span(calendar.asks)],
    ['accepted', span(calendar.accepted)],
    ['presents', span(calendar.presents)],
    ['nullifier until', String(calendar.nullifierUntil)],
    ['TokenChallenge for tokens', formatHex(writeTokenChallenge(challengeForTokens(ISSUER)))],
    ['its digest', formatHex(challengeDigest)],
    ['TokenChallenge for grants', formatHex(writeTokenChallenge(challengeForGrants(ATTESTER, ISSUER)))],
    ['token_key_id', formatHex(key.id)],
    ['truncated id', formatHex(Uint8Array.of(key.truncatedId))],
    ['nonce', formatHex(nonce)],
    ['SHA-256 of the token', formatHex(hash(token))],
    ['nullifier', formatHex(await nullifierOf(readToken(token)))],
    ['pre_hash', formatHex(preHash)],
    ['challenge', formatBase64url(challenge)],
    ['request', formatPresentRequest(request)],
    ['ath', await hashToken(text)],
    ['code', formatHex(code)],
  ];
}

function span({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${from} to ${to}`;
}

function hash(bytes: Uint8Array): Bytes {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
