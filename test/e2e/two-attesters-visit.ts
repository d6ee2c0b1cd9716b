import { concat, formatHex, parseBase64url, readToken, readUtf8 } from '@bauta/sdk/protocol';

/** What a site received of one visit: what is the same each time, and what is drawn anew. */
export interface VisitSeen {
  /** The bytes as they came in, with a mark and a length in the place of each value that is random by design. */
  readonly form: string;
  /** How many bytes came in. */
  readonly length: number;
  /** Those values by name, each of a fixed length. */
  readonly drawn: ReadonlyMap<string, Uint8Array>;
}

type Draw = (name: string, value: Uint8Array) => string;

/**
 * Parts what came in. Random by design, and nothing else: cookies, the token's nonce and signature, the holder's key and
 * signature, the challenge's time, hash and code, and what is derived from them (iat, nonce, ath, jti).
 * @param raw every byte of a visit's connections.
 */
export function seeVisit(raw: Uint8Array): VisitSeen {
  const drawn = new Map<string, Uint8Array>();
  let requests = 0;
  const draw: Draw = (name, value) => {
    drawn.set(`${name} ${drawn.size}`, value);
    return `<${name}: ${value.length}>`;
  };
  const form = Buffer.from(raw)
    .toString('latin1')
    .replace(/(?:GET|POST) \/\S* HTTP\/1\.1/g, (line) => `[${++requests}] ${line}`)
    .replace(
      /(__Host-age(?:-pre|-code)?)=([\w-]{43})/g,
      (_, name, value) => `${name}=${draw(name, parseBase64url(value))}`,
    )
    .replace(/token=([\w-]{472})/, (_, token) => `token=${formOfToken(parseBase64url(token), draw)}`)
    .replace(/dpop=([\w-]+\.[\w-]+\.[\w-]{86})/, (_, proof) => `dpop=${formOfProof(proof, draw)}`);
  return { form, length: raw.length, drawn };
}

/** What was drawn in each of some visits, all of it or what has this name, in bytes that may be changed. */
export function drawnIn(visits: readonly VisitSeen[], name = ''): Uint8Array[] {
  return visits.map(({ drawn }) => {
    const values = [...drawn].filter(([key]) => key.startsWith(name)).map(([, value]) => value);
    return concat(...values);
  });
}

function formOfToken(bytes: Uint8Array, draw: Draw): string {
  const { challengeDigest, tokenKeyId, nonce, authenticator } = readToken(bytes);
  const type = formatHex(bytes.slice(0, 2));
  const fixed = `${type} ${formatHex(challengeDigest)} ${formatHex(tokenKeyId)}`;
  return `${fixed} ${draw('token nonce', nonce)} ${draw('token signature', authenticator)}`;
}

function formOfProof(proof: string, draw: Draw): string {
  const [header = '', payload = '', signature = ''] = proof.split('.').map(parseBase64url);
  const drawMembers = (json: Uint8Array | string, names: readonly string[]): string =>
    names.reduce(
      (text, name) =>
        text.replace(
          new RegExp(`"${name}":"([\\w-]+)"`),
          (_, value) => `"${name}":${draw(name, parseBase64url(value))}`,
        ),
      typeof json === 'string' ? json : readUtf8(json),
    );
  const said = drawMembers(payload, ['jti', 'ath'])
    .replace(/"iat":(\d{10})/, (_, iat) => `"iat":${draw('iat', Buffer.from(iat))}`)
    .replace(/"nonce":"([\w-]+)"/, (_, challenge) => `"nonce":${formOfChallenge(parseBase64url(challenge), draw)}`);
  return `${drawMembers(header, ['x', 'y'])}.${said}.${draw('holder signature', signature as Uint8Array)}`;
}

/** protocol.md §4: version, mode, threshold, issued_at 4, pre_hash 32, mac 32. */
function formOfChallenge(challenge: Uint8Array, draw: Draw): string {
  const [issuedAt, preHash, mac] = [challenge.slice(3, 7), challenge.slice(7, 39), challenge.slice(39)];
  const random = `${draw('issued_at', issuedAt)} ${draw('pre_hash', preHash)} ${draw('mac', mac)}`;
  return `${formatHex(challenge.slice(0, 3))} ${random}`;
}
