import { writeUtf8 } from '@bauta/sdk/protocol';
import { loadTestAccess } from '@bauta/services/phone/eudi/test-access';
import { loadTestPki } from '@bauta/services/phone/test-pki';
import type { House } from '../../../rooms/house.ts';
import { fakeProvider, ISSUER } from '../../../unit/oidc/fake-provider.ts';
import { openEvidenceHouse } from '../../evidence-house.ts';
import { createCapture } from '../capture.ts';
import { ACTS } from '../journeys/account.ts';
import { showToSite } from '../journeys/direct-acceptance.ts';
import { makeAccount, type Papers, showAge, WAYS } from '../journeys/evidence.ts';
import { beRefused } from '../journeys/refusals.ts';
import { fetchBatch, visitByForm, visitDirectly } from '../journeys/visit.ts';
import { markExchange } from '../mark-exchange.ts';
import type { Marks } from '../marks.ts';
import type { Haystack } from '../observe.ts';
import { houseOf, markPersona, type Persona } from '../persona.ts';
import type { Party } from '../policy/parties.ts';
import { openAcceptingSite } from './accepting-site.ts';
import { copiesOfStores } from './copies-of-store.ts';
import { type Journey, markAttesterRows, PARTY_OF, type Remains } from './remains.ts';

/** How many people it takes. */
export const HOUSE_PEOPLE = Object.keys(WAYS).length + 1;

export interface HouseGroundOptions {
  readonly marks: Marks;
  /** One for each way, and one more; `HOUSE_PEOPLE` for all. */
  readonly people: readonly Persona[];
  readonly portBase: number;
  readonly progress?: (what: string, share: number) => void;
  /** Ways of showing an age that are gone; all unless given. */
  readonly ways?: readonly string[];
  /** Makes a room of the house misbehave, once all are open. */
  readonly bend?: (house: House) => void;
}

/** Every journey that needs no browser, in a house of one process. @throws Error when a journey ends otherwise than it should */
export async function walkHouse(options: HouseGroundOptions): Promise<Remains> {
  const { marks, people, portBase, ways = Object.keys(WAYS), progress = () => {}, bend } = options;
  const capture = createCapture();
  const claims: Record<string, unknown> = {};
  const provider = fakeProvider({ claims });
  let parties: ReadonlyMap<string, Party> = new Map();
  const house = await openEvidenceHouse({
    provider,
    env: { PORT_BASE: String(portBase) },
    async watch(request, response) {
      const party = parties.get(new URL(request.url).origin);
      if (party === undefined) return;
      await markExchange(marks, request.clone(), response.clone());
      await capture.exchange(party, request, response);
    },
    hear: (text) =>
      capture.file({ party: 'bank', place: 'says', name: 'an answer of the bank', bytes: writeUtf8(text) }),
  });
  const journeys: Journey[] = [];
  try {
    const { origins } = house;
    const pki = await loadTestPki(house.folder, house.clock.now());
    const accepting = await openAcceptingSite(house, pki, portBase + 40);
    parties = new Map<string, Party>([
      [origins.attester, 'attester'],
      [origins.issuer, 'issuer'],
      [origins.log, 'log'],
      [origins.witness, 'witness'],
      [origins.phone, 'age app'],
      [origins.demoSite, 'site'],
      [accepting.origin, 'site'],
      [ISSUER, 'bank'],
    ]);
    bend?.(house);
    for (const origin of [origins.demoSite, accepting.origin]) marks.keep('name of the site', new URL(origin).host);
    const papers: Papers = {
      marks,
      pki,
      pidPki: house.pidPki,
      terms: {
        authorities: [(await loadTestAccess(house.folder, house.clock.now())).authority],
        now: house.clock.now(),
      },
      bank: {
        provider,
        logInAs: ({ subject, birthDate, givenName, email }) =>
          void Object.assign(claims, { sub: subject, birthdate: birthDate, name: givenName, email }),
      },
    };
    await walk({ house, ways, people, papers, site: accepting.origin, journeys, progress });
    for (const { path, text } of provider.received) {
      capture.file({ party: 'bank', place: 'sees', name: `bank${path}`, bytes: writeUtf8(text) });
    }
    markAttesterRows(marks, house.folder);
    const logs: Haystack[] = [...house.logs].map(([room, lines]) => {
      return { party: PARTY_OF[room], place: 'logs', name: `log of ${room}`, bytes: writeUtf8(lines.join('')) };
    });
    logs.push({
      party: 'site',
      place: 'logs',
      name: 'log of accepting-site',
      bytes: writeUtf8(accepting.logs.join('')),
    });
    return { haystacks: [...capture.haystacks, ...logs, ...copiesOfStores(house.folder)], journeys };
  } finally {
    await house.close();
  }
}

interface Walk {
  readonly house: House;
  readonly ways: readonly string[];
  readonly people: readonly Persona[];
  readonly papers: Papers;
  readonly site: string;
  readonly journeys: Journey[];
  readonly progress: (what: string, share: number) => void;
}

async function walk({ house, ways, people, papers, site, journeys, progress }: Walk): Promise<void> {
  const { marks } = papers;
  const note = (name: string, ended: unknown, should: unknown): void => {
    if (ended !== should) throw new Error(`${name}: ended with ${ended}, not ${should}`);
    journeys.push({ name, where: 'rooms in one process', ended: String(ended) });
  };
  for (const [at, way] of ways.entries()) {
    const [, , should] = WAYS[way] as (typeof WAYS)[string];
    progress('journeys of a house', at / (ways.length + 1));
    const person = people[at] as Persona;
    markPersona(marks, person);
    const own = houseOf(house, person);
    const { session, state } = await showAge(own, person, papers, way);
    note(way, state, should);
    if (should === 'refused') continue;
    const passkey = await makeAccount(own, session);
    const tokens = await fetchBatch(own, passkey, marks);
    const [first, second] = tokens;
    if (!first || !second) throw new Error('no tokens');
    note(`${way}: form`, await visitByForm(own, person, first), 404);
    note(`${way}: the same token again`, await visitByForm(own, person, first), 403);
    note(`${way}: headers`, await visitDirectly(own, person, second), 204);
    if (at > 0) continue;
    await fetchBatch(own, passkey, marks, 1);
    note('a batch of the next week', 'fetched', 'fetched');
    await fetchBatch(own, passkey, marks);
    note('a second batch of the week', 'fetched', 'fetched');
    const again = await showAge(own, person, papers, way);
    const lost = await makeAccount(own, again.session);
    note('a lost passkey, the age shown again', again.state, 'proved');
    for (const [act, take] of Object.entries(ACTS)) {
      await take(own, lost);
      note(act, 'done', 'done');
    }
  }
  const last = people.at(-1) as Persona;
  markPersona(marks, last);
  const own = houseOf(house, last);
  note('an age app at the site, by a link', await showToSite(own, last, papers, site, 'link'), 200);
  note('an age app at the site, through the browser', await showToSite(own, last, papers, site, 'browser'), 200);
  note('an age app at the site that says more', await showToSite(own, last, papers, site, 'link', true), 200);
  const sent = Object.values(await beRefused(own, last));
  const refused = sent.filter((status) => status >= 400).length;
  const ended = `${refused} of ${sent.length} refused`;
  journeys.push({ name: 'words in wrong fields, at every door', where: 'rooms in one process', ended });
}
