import {
  challengeForMints,
  fetchGrantNonce,
  loadDirectory,
  type MintSlot,
  requestGrants,
  slotsToAsk,
} from '@bauta/sdk/client';
import { type Bytes, concat, type Directory, nameOf } from '@bauta/sdk/protocol';
import type { SoftwarePasskey } from '../../../flow/software-passkey.ts';
import { WEDNESDAY_NOON } from '../../../rooms/house.ts';
import { fakeProvider } from '../../../unit/oidc/fake-provider.ts';
import { openEvidenceHouse } from '../../evidence-house.ts';
import { enrolBy, type Source } from '../../people.ts';
import type { Crypto } from './ports.ts';
import { type Fetched, type Rooms, SITES } from './rooms.ts';
import { openSite, type Site } from './site.ts';
import type { GrantSighting, MintSighting, VisitSighting } from './transcripts.ts';

const HOUR = 3600;
/** Sites shut when their directory is older than a day; keys change by the week. */
const READS_EVERY = 12 * HOUR;

/** What is known of somebody who enrolled. */
interface Enrolled {
  readonly account: string;
  readonly method: Source;
  readonly attester: number;
  readonly enrolled: number;
  readonly passkey: SoftwarePasskey;
}

interface Directories {
  readonly attesters: readonly Directory[];
  readonly issuer: Directory;
}

/** The 354 bytes in `Authorization: PrivateToken token="…"`. */
const grantIn = (header: string): Bytes =>
  new Uint8Array(Buffer.from(/token="([^"]+)"/.exec(header)?.[1] ?? '', 'base64url'));

/** What stands in JSON as base64url, as bytes one after the other: whoever looks for something would read it so. */
function decoded(json: Uint8Array): Bytes {
  const texts = [...new TextDecoder().decode(json).matchAll(/"([\w-]{16,})"/g)].map(([, text = '']) => text);
  return concat(...texts.map((text) => new Uint8Array(Buffer.from(text, 'base64url'))));
}

/**
 * Two attesters, an issuer and the log behind their real doors, called in this process without sockets, and the SDK's
 * verifier at three sites.
 */
export async function openRealRooms(crypto: Crypto): Promise<Rooms> {
  let drawn = 0;
  const provider = fakeProvider({
    claims: {
      get sub() {
        return `sub-${++drawn}`;
      },
    },
  });
  const first = await openEvidenceHouse({ provider, second: 'other', env: { STORE_URL: 'memory:' } });
  const second = first.second;
  if (!second) throw new Error('there is no second attester');
  const houses = [first, second];
  const issuer = nameOf(first.origins.issuer);
  const names = houses.map(({ origins }) => nameOf(origins.attester));
  let at = WEDNESDAY_NOON;
  let lastRead = Number.NEGATIVE_INFINITY;
  let lastHour = Number.NEGATIVE_INFINITY;
  let directories: Directories;
  const now = (): number => at;
  const grants: GrantSighting[] = [];
  const mints: MintSighting[] = [];
  const visits: VisitSighting[] = [];
  const truth = { attester: [] as number[], issuer: [] as number[], sites: [] as number[] };
  const origins: { mint: number; index: number }[] = [];
  const people: Enrolled[] = [];
  const given = { issuer, now, fetch: (url: string) => first.fetch(url), ...crypto };
  const sites = new Map<string, Site>(SITES.map((name) => [name, openSite(name, given)]));

  /** To the hour: rooms do much whenever their time is set, and what they note the time of is noted here. */
  async function wakeRooms(): Promise<void> {
    const hour = Math.floor(at / HOUR);
    if (hour !== lastHour) await first.jump(at);
    lastHour = hour;
  }

  async function readDirectories(): Promise<void> {
    lastRead = at;
    await first.clock.set(at);
    directories = {
      attesters: await Promise.all(names.map((name) => loadDirectory(name, first.fetch))),
      issuer: await loadDirectory(issuer, first.fetch),
    };
    for (const site of sites.values()) await site.refresh();
  }

  /** The network between a wallet and the rooms, with somebody beside who writes down. */
  function watched(person: number, slot?: MintSlot): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const grant = request.headers.get('authorization');
      const isGrantRequest = new URL(request.url).pathname.endsWith('/grants');
      const sent = new Uint8Array(await request.clone().arrayBuffer());
      const response = await first.fetch(request);
      const answered = new Uint8Array(await response.clone().arrayBuffer());
      if (grant !== null && slot) {
        const { epoch, tokenKey } = slot;
        mints.push({ at, epoch, keyId: tokenKey.key.id, sent: concat(sent, grantIn(grant)), answered });
        truth.issuer.push(person);
      } else if (isGrantRequest) {
        grants.push({ at, account: people[person]?.account ?? '', sent: decoded(sent), answered: decoded(answered) });
        truth.attester.push(person);
      }
      return response;
    };
  }

  async function fetchFor(person: number, slots: readonly MintSlot[]): Promise<Fetched[]> {
    const one = people[person] as Enrolled;
    const attester = directories.attesters[one.attester] as Directory;
    const askers = slots.map((_, i) => ({ person, method: one.method, now: at, serial: mints.length + i }));
    const pending = await Promise.all(
      slots.map(async ({ tokenKey, grantKey }, i) => {
        const asker = askers[i] as (typeof askers)[number];
        const parties = { issuer, attester: names[one.attester] as string };
        return crypto.prepare({ ...parties, tokenKey: await crypto.keyFor(tokenKey, asker), grantKey }, asker);
      }),
    );
    const nonce = await fetchGrantNonce(attester.requestUrl, watched(person));
    const assertion = one.passkey.assert(await challengeForMints(nonce, pending));
    const outcomes = await requestGrants({ directory: attester, nonce, assertion, pending, fetch: watched(person) });
    const fetched: Fetched[] = [];
    for (const [i, outcome] of outcomes.entries()) {
      const [slot, batch, asker] = [slots[i], pending[i], askers[i]];
      if (!slot || !batch || !asker || !('grant' in outcome)) continue;
      const shown = { ...slot, tokenKey: await crypto.keyFor(slot.tokenKey, asker) };
      const mint = mints.length;
      const options = { directory: directories.issuer, pending: batch, grant: outcome.grant };
      const held = await crypto.issue({ ...options, fetch: watched(person, shown) }, asker);
      // A mutant's issuer signs beside the real room: it saw the same.
      if (mints.length === mint) noteBeside(person, shown, batch.body, outcome.grant);
      fetched.push({ ...slot, tokens: held.map((token, index) => ({ held: token, mint, index })) });
    }
    return fetched;
  }

  function noteBeside(person: number, { epoch, tokenKey }: MintSlot, body: Bytes, grant: Bytes): void {
    mints.push({ at, epoch, keyId: tokenKey.key.id, sent: concat(body, grant), answered: new Uint8Array() });
    truth.issuer.push(person);
  }

  return {
    async goTo(to) {
      at = to;
      if (at - lastRead >= READS_EVERY) await readDirectories();
    },
    async enrol(person, { method, attester }) {
      await wakeRooms();
      const house = houses[attester] ?? first;
      const passkey = await enrolBy(house, method, provider);
      const account = passkey.assert(new Uint8Array(32)).id;
      people[person] = { account, method, attester, enrolled: at, passkey };
    },
    open(person) {
      const attester = directories.attesters[people[person]?.attester ?? 0] as Directory;
      return slotsToAsk(attester, directories.issuer, at).filter(({ threshold }) => threshold === 18);
    },
    async fetch(person, slots) {
      await wakeRooms();
      return fetchFor(person, slots as readonly MintSlot[]);
    },
    async visit(person, { held, mint, index, epoch }, name) {
      const site = sites.get(name);
      if (!site || !held) throw new TypeError('no such site, or nothing to show');
      const asked = { redeem: site.redeemUrl, challenge: await site.challenge() };
      visits.push({ ...(await site.redeem(await crypto.present(held, asked, person))), epoch });
      truth.sites.push(person);
      origins.push({ mint, index });
    },
    recorded: () => ({
      transcripts: { attester: grants, issuer: mints, sites: visits },
      truth: { ...truth, origins, people: people.map(({ passkey: _, ...known }) => known) },
    }),
    close: () => first.close(),
  };
}
