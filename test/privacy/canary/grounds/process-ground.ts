import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccount } from '@bauta/sdk/client';
import { nameOf, writeUtf8 } from '@bauta/sdk/protocol';
import { envPrefixOf, ROOM_NAMES, ROOMS } from '@bauta/services/rooms';
import { createInjectedPasskey } from '../../../browser/injected-passkey.ts';
import { type PlainChromium, type PlainTab, startPlainChromium } from '../../../browser/plain-chromium.ts';
import { startWith } from '../../../e2e/running-rooms.ts';
import { fillWallet, openSite } from '../../../e2e/visits.ts';
import { roomsFrom } from '../../../flow/rooms.ts';
import type { House } from '../../../rooms/house.ts';
import { enrol, proveFor } from '../../../rooms/person.ts';
import { createCapture } from '../capture.ts';
import { beRefused } from '../journeys/refusals.ts';
import { fetchBatch, visitByForm, visitDirectly } from '../journeys/visit.ts';
import { markExchange } from '../mark-exchange.ts';
import type { Marks } from '../marks.ts';
import type { Haystack } from '../observe.ts';
import { houseOf, markPersona, type Persona } from '../persona.ts';
import { copiesOfStores } from './copies-of-store.ts';
import { fetchFrom } from './fetch-from.ts';
import { openRecordingProxy } from './recording-proxy.ts';
import { type Journey, markAttesterRows, PARTY_OF, type Remains } from './remains.ts';

/** From the port where a room listens to the one where it is known. */
const PUBLIC_OFFSET = 50;
/** A visit with visits that were fetched just before; the wallet asks for a tap more. */
const VISIT_MS = 120_000;
/** A browser writes some of its files only after a while. */
const SETTLE_MS = 3_000;

export interface ProcessGroundOptions {
  readonly marks: Marks;
  /** With an address of this machine's own. */
  readonly caller: Persona;
  /** Who uses Chromium; absent: nobody does. */
  readonly reader?: Persona;
  /** Of a range of 100 that nothing else uses. */
  readonly portBase: number;
  readonly progress?: (what: string, share: number) => void;
}

/**
 * Every room as a process of its own, over real sockets, with a proxy at each public address that files what passes:
 * a person by HTTP from an address of their own, and one with a real browser, whose profile is searched as well.
 */
export async function walkProcesses(options: ProcessGroundOptions): Promise<Remains> {
  const { marks, caller, reader, portBase, progress = () => {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'bauta-canary-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const env: Record<string, string> = { PORT_BASE: String(portBase), DATA_DIR: dataDir };
  for (const room of ROOM_NAMES) {
    const { host, offset } = ROOMS[room];
    env[`${envPrefixOf(room)}_ORIGIN`] = `http://${host}.localhost:${portBase + offset + PUBLIC_OFFSET}`;
  }
  const origins = roomsFrom(env);
  const capture = createCapture();
  marks.keep('name of the site', new URL(origins.demoSite).host);
  const proxies = await Promise.all(
    ROOM_NAMES.map((room) => {
      const port = portBase + ROOMS[room].offset;
      return openRecordingProxy(port + PUBLIC_OFFSET, port, async (request, response) => {
        await markExchange(marks, request.clone(), response.clone());
        await capture.exchange(PARTY_OF[room], request, response);
      });
    }),
  );
  const rooms = startWith([], env);
  const journeys: Journey[] = [];
  const note = (where: string, name: string, ended: unknown): void =>
    void journeys.push({ name, where, ended: String(ended) });
  try {
    progress('rooms as processes', 0);
    await rooms.untilReady(origins.demoSite);
    progress('a person by HTTP', 0.3);
    await callRooms({ origins, caller, marks, folder: dataDir, note });
    const profile = join(folder, 'profile');
    if (reader) {
      progress('a person with a browser', 0.5);
      await readFilm({ origins, reader, marks, profile, note });
    }
    markAttesterRows(marks, dataDir);
    const kept = copiesOfStores(dataDir);
    await rooms.stop();
    const after = copiesOfStores(dataDir).map((one) => ({ ...one, name: `${one.name}, after the end` }));
    // It names every room, and lies with none of them.
    const terminal = { party: 'site', place: 'logs', name: 'the terminal', bytes: writeUtf8(rooms.output()) } as const;
    const haystacks: Haystack[] = [...capture.haystacks, ...kept, ...after, terminal];
    return { haystacks: reader ? [...haystacks, ...filesOf(profile)] : haystacks, journeys };
  } finally {
    await rooms.stop();
    for (const proxy of proxies) await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Note = (where: string, name: string, ended: unknown) => void;

interface Caller {
  readonly origins: House['origins'];
  readonly caller: Persona;
  readonly marks: Marks;
  readonly folder: string;
  readonly note: Note;
}

const must = (what: string, ended: number, should: number): number => {
  if (ended !== should) throw new Error(`${what}: ended with ${ended}, not ${should}`);
  return ended;
};

async function callRooms({ origins, caller, marks, folder, note }: Caller): Promise<void> {
  const where = 'rooms as processes';
  markPersona(marks, caller);
  const now = (): number => Math.floor(Date.now() / 1000);
  const send = fetchFrom(caller.address);
  const outside = { origins, folder, clock: { now }, fetch: send } as unknown as House;
  const own = houseOf(outside, caller);
  const passkey = await enrol(own);
  note(where, 'an age app by a link', 'proved');
  const [first, second] = await fetchBatch(own, passkey, marks);
  if (!first || !second) throw new Error('no tokens');
  note(where, 'form', must('form', await visitByForm(own, caller, first), 404));
  note(where, 'the same token again', must('replay', await visitByForm(own, caller, first), 403));
  note(where, 'headers', must('headers', await visitDirectly(own, caller, second), 204));
  await readAccount(nameOf(origins.attester), await proveFor(own, passkey, 'read'), own.fetch);
  note(where, 'read the account', 'done');
  const sent = Object.values(await beRefused(own, caller));
  const refused = sent.filter((status) => status >= 400).length;
  note(where, 'words in wrong fields, at every door', `${refused} of ${sent.length} refused`);
}

interface Reader {
  readonly origins: House['origins'];
  readonly reader: Persona;
  readonly marks: Marks;
  readonly profile: string;
  readonly note: Note;
}

/** Proves an age, fetches visits and opens the site, as somebody does who takes the main button of every screen. */
async function readFilm({ origins, reader, marks, profile, note }: Reader): Promise<void> {
  const where = 'Chromium';
  // A browser sends no address and no page that it came from; the rest is this person's.
  const { 'user-agent': agent = '' } = reader.headers;
  marks.keep('browser of the person', agent);
  const [path = '', query = ''] = reader.path.split('?');
  marks.keep('path and query at the site', path, query, reader.path);
  mkdirSync(join(profile, 'Default'), { recursive: true });
  const passkey = createInjectedPasskey(origins.wallet);
  const netLog = join(profile, '..', 'net-log.json');
  async function prepare(tab: PlainTab): Promise<void> {
    // The passkey's script is given as text, which names a helper of the program that compiled it.
    await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: 'globalThis.__name = (named) => named' });
    await passkey.giveTo(tab);
  }
  const start = (): Promise<PlainChromium> =>
    startPlainChromium({ profile, netLog, flags: [`--user-agent=${agent}`], prepare });
  const first = await start();
  try {
    await fillWallet(first, origins);
    note(where, 'prove an age, make a passkey, fetch visits', 'ready');
    const tab = await first.openTab();
    await tab.visit(origins.demoSite + reader.path);
    await openSite(first, origins, VISIT_MS);
    note(where, 'open the site', 'open');
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  } finally {
    await first.close();
  }
}

function filesOf(profile: string): Haystack[] {
  const files = readdirSync(profile, { withFileTypes: true, recursive: true }).filter((file) => file.isFile());
  return files.map(({ name, parentPath }) => {
    const path = join(parentPath, name);
    return { party: 'browser', place: 'keeps', name: path.slice(profile.length + 1), bytes: readFileSync(path) };
  });
}
