import {
  challengeForGrants,
  challengeForTokens,
  digestChallenge,
  nameOf,
  nullifierOf,
  readToken,
} from '@bauta/sdk/protocol';
import { KIND_NAMES, KINDS, type KindName, type Known, NULLIFIER } from './kinds.ts';
import { findLinks, type Pair, type Searchable } from './links.ts';
import type { Octets } from './octets.ts';
import { readingsOf } from './spellings.ts';
import { type FoundString, findStrings } from './strings.ts';
import { type ShownRoom, sizeOf, type Transcript } from './transcript.ts';

/** What is to be seen of a room. */
export interface RoomFindings {
  readonly room: ShownRoom;
  readonly requests: number;
  readonly bytes: number;
  readonly forgotten: number;
  /** How often each kind of information was found; 0: not learnt. */
  readonly learnt: Readonly<Record<KindName, number>>;
}

export interface Findings {
  readonly rooms: readonly RoomFindings[];
  readonly pairs: readonly Pair<ShownRoom>[];
}

/** What follows from the bytes that these rooms received. Nothing is taken from anywhere else. */
export async function findAll(transcripts: readonly Transcript[]): Promise<Findings> {
  const known = await readKnown(transcripts);
  const rooms: RoomFindings[] = [];
  const searchable: Searchable<ShownRoom>[] = [];
  for (const { room, requests, forgotten } of transcripts) {
    const strings = requests.flatMap(findStrings);
    strings.push(...(await nullifiersOf(strings, known.tokenDigest)));
    const evidence = { requests, strings, readings: readingsOf(requests) };
    const learnt = Object.fromEntries(KIND_NAMES.map((kind) => [kind, KINDS[kind](evidence, known)]));
    const bytes = requests.reduce((sum, request) => sum + sizeOf(request), 0);
    rooms.push({ room, requests: requests.length, bytes, forgotten, learnt: learnt as Record<KindName, number> });
    searchable.push({ ...evidence, room, bytes });
  }
  return { rooms, pairs: findLinks(searchable) };
}

/** The names of the parties are those of their origins. */
async function readKnown(transcripts: readonly Transcript[]): Promise<Known> {
  const originOf = (room: ShownRoom): string | undefined => transcripts.find((one) => one.room === room)?.origin;
  const [site, issuer, attester] = (['demo-site', 'issuer', 'attester'] as const).map(originOf);
  const ofIssuer = issuer === undefined ? undefined : nameOf(issuer);
  const ofAttester = attester === undefined ? undefined : nameOf(attester);
  const digest = async (challenge: ReturnType<typeof challengeForTokens> | undefined): Promise<Octets> =>
    challenge === undefined ? NOTHING : octetsOf(await digestChallenge(challenge));
  return {
    siteHost: site === undefined ? NOTHING : new URL(site).hostname,
    tokenDigest: await digest(ofIssuer === undefined ? undefined : challengeForTokens(ofIssuer)),
    grantDigest: await digest(ofIssuer && ofAttester ? challengeForGrants(ofAttester, ofIssuer) : undefined),
  };
}

/** Of a room that does not answer nothing is known, and nothing equals it. */
const NOTHING: Octets = '\u{100}';

async function nullifiersOf(strings: readonly FoundString[], digest: Octets): Promise<readonly FoundString[]> {
  const tokens = strings.filter(({ octets }) => octets.length === 354 && octets.slice(34, 66) === digest);
  return Promise.all(
    tokens.map(async ({ octets }) => {
      const token = readToken(Uint8Array.from(octets, (one) => one.charCodeAt(0)));
      return { name: NULLIFIER, octets: octetsOf(await nullifierOf(token)) };
    }),
  );
}

const octetsOf = (bytes: Uint8Array): Octets => String.fromCharCode(...bytes);
