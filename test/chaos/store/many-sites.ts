import { createHash, randomBytes } from 'node:crypto';
import {
  type Bytes,
  formatBase64url,
  formatHex,
  formatPresentRequest,
  MODE,
  nullifierOf,
  parseBase64url,
  parseProof,
  readToken,
  writeSiteChallenge,
} from '@bauta/sdk/protocol';
import { type FakeRoom, startRoom } from '../../unit/wallet/fake-room.ts';

/** What a site was shown. */
export interface Shown {
  /** Which of the sites. */
  readonly site: string;
  /** Identifies the token. */
  readonly nullifier: string;
  /** For whom the proof was made. */
  readonly audience: string;
  readonly token: Bytes;
}

/** As many sites as one likes, each an origin of its own: the wallet has seen none of them before. */
export interface ManySites {
  /** The address from which a browser goes to the wallet with this site's request. */
  enter(site: string): string;
  /** All that arrived so far. */
  shown(): Promise<Shown[]>;
  close(): Promise<void>;
}

export async function startManySites(options: {
  readonly now: () => number;
  /** Its origin. */
  readonly wallet: string;
  /** The issuer's name. */
  readonly issuer: string;
}): Promise<ManySites> {
  const { now, wallet, issuer } = options;
  const room: FakeRoom = await startRoom('sites');
  const { port } = new URL(room.origin);
  const originOf = (site: string): string => `http://${site}.localhost:${port}`;

  async function requestOf(site: string): Promise<string> {
    const redeem = `${originOf(site)}/_age/redeem`;
    const preHash = new Uint8Array(createHash('sha256').update(randomBytes(32)).digest());
    const asked = { mode: MODE.form, threshold: 18, issuedAt: now(), preHash };
    const challenge = formatBase64url(await writeSiteChallenge(asked, redeem, new Uint8Array(randomBytes(32))));
    return formatPresentRequest({ redeem, issuer, threshold: 18, challenge });
  }

  room.handle = async ({ method, path, headers }) => {
    const [site = ''] = (headers.host ?? '').split('.');
    if (method === 'POST') return { status: 303, headers: { location: '/welcome' } };
    if (path === '/go') {
      const location = `${wallet}/present#${await requestOf(site)}`;
      return { status: 303, headers: { location, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' } };
    }
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Site</title>' };
  };

  return {
    enter: (site) => `${originOf(site)}/go`,
    shown: () =>
      Promise.all(
        room.arrivals
          .filter(({ method }) => method === 'POST')
          .map(async ({ headers, body }) => {
            const fields = new URLSearchParams(body.toString());
            const token = parseBase64url(fields.get('token') ?? '');
            const { audience } = parseProof(fields.get('dpop') ?? '');
            const nullifier = formatHex(await nullifierOf(readToken(token)));
            return { site: (headers.host ?? '').split('.')[0] ?? '', nullifier, audience, token };
          }),
      ),
    close: room.close,
  };
}
