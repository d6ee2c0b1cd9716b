import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DIRECTORY_PATH, nameOf } from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import { type Child, openChild } from '../../programs/child.ts';
import { freePort, freePortBase } from '../../programs/ports.ts';
import { type Build, TODAY } from '../builds/open-build.ts';
import type { WalletProgram } from '../programs/wallet-program.ts';
import { createInstance, openRooms, type Place, type Rooms } from '../rooms.ts';
import { ACTS, type Act, PAIRS, type Pair, type PairOutcome, SIDES, type Side } from './pairs.ts';

const FIRST_PORT = 30_100;
/** Of a token that is shown, of the session that came of it, and of the same token again. */
const RIGHT = { redeem: 200, session: 200, 'spent twice': 403 };

interface House {
  readonly rooms: Rooms;
  /** Sites that believe its issuer: of the last release, and of today. */
  readonly sites: { readonly origin: string; readonly place: Place }[];
}

/** Runs every pair of a former build with this one. */
export async function runPairs(former: Build): Promise<readonly PairOutcome[]> {
  const builds: Readonly<Record<Side, Build>> = { former, today: TODAY };
  const folder = mkdtempSync(join(tmpdir(), 'bauta-pairs-'));
  const houses: Partial<Record<Side, House>> = {};
  const wallets: Partial<Record<Side, Child<WalletProgram>>> = {};
  try {
    for (const side of SIDES) {
      const house: House = {
        rooms: await openRooms(builds[side], join(folder, side), await freePortBase(FIRST_PORT)),
        sites: [],
      };
      houses[side] = house;
      for (const of of SIDES) await openSite(builds[of], { house, folder: join(folder, side), side: of });
      wallets[side] = await openWallet(builds[side]);
    }
    const outcomes: PairOutcome[] = [];
    for (const pair of PAIRS) outcomes.push(await runPair(pair, houses as Full<House>, wallets as Full<Wallet>));
    return outcomes;
  } finally {
    for (const wallet of Object.values(wallets)) await wallet.close();
    for (const house of Object.values(houses)) {
      for (const { place } of house.sites) await place.stop();
      await house.rooms.close();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

type Full<T> = Readonly<Record<Side, T>>;
type Wallet = Child<WalletProgram>;

async function openSite(
  build: Build,
  { house, folder, side }: { house: House; folder: string; side: Side },
): Promise<void> {
  const port = await freePort();
  const origin = `http://${side}-site.localhost:${port}`;
  const place = createInstance({
    ...{ name: `the site of ${side}`, port, origin, rooms: house.rooms },
    ...{ place: join(folder, `${side}.db`), secret: join(folder, `${side}.secret`) },
  });
  house.sites.push({ origin, place });
  await place.start(build);
}

async function openWallet({ name, folder }: Build): Promise<Wallet> {
  const wallet = await openChild<WalletProgram>(pathToFileURL(join(folder, 'test/upgrade/programs/wallet-program.ts')));
  const sdk = fileURLToPath(await wallet.ask('findSdk'));
  // A pair of one build with itself would find nothing.
  if (!realpathSync(sdk).startsWith(`${realpathSync(folder)}/sdk/`))
    throw new Error(`the wallet of ${name} runs ${sdk}`);
  return wallet;
}

async function runPair(pair: Pair, houses: Full<House>, wallets: Full<Wallet>): Promise<PairOutcome> {
  const { rooms, sites } = houses[pair.rooms];
  const { origin } = sites[SIDES.indexOf(pair.site)] as House['sites'][number];
  const there = { ...rooms.origins, demoSite: origin };
  const wallet = wallets[pair.wallet];
  const said = new Map<Act, string>();
  // What one act throws ends those that rest on it.
  const attempt = async (acts: readonly Act[], act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      const sentence = error instanceof Error ? (error.message.split('\n')[0] as string) : 'a fault';
      for (const one of acts) if (!said.has(one)) said.set(one, sentence);
    }
  };
  await attempt(['directories', 'description'], async () => {
    const names = [nameOf(there.attester), nameOf(there.issuer)] as const;
    const texts: Record<string, string> = {};
    for (const [i, origin] of [there.attester, there.issuer].entries()) {
      texts[names[i] as string] = await (await loopbackFetch(`${origin}${DIRECTORY_PATH}`)).text();
    }
    const keys = await wallet.ask('readDirectories', texts);
    said.set('directories', keys.every((count) => count > 0) ? '' : 'no key was understood');
    const description = await (await loopbackFetch(`${there.demoSite}/.well-known/age-gate.json`)).text();
    const faults = await wallet.ask('readDescription', description);
    said.set('description', faults.join(', '));
  });
  await attempt(['enrol and mint', 'redeem', 'session', 'spent twice', 'stock'], async () => {
    const stock = await wallet.ask('mint', there);
    said.set('enrol and mint', '');
    const statuses = await wallet.ask('show', there, stock);
    for (const [i, [act, right]] of Object.entries(RIGHT).entries()) {
      said.set(act as Act, statuses[i] === right ? '' : `${statuses[i]} in place of ${right}`);
    }
    // The other wallet goes on with what this one left.
    const left = { ...stock, records: stock.records.slice(1) };
    const [opened] = await wallets[pair.wallet === 'today' ? 'former' : 'today'].ask('show', there, left);
    said.set('stock', opened === 200 ? '' : `${opened} in place of 200`);
  });
  const faults = Object.fromEntries(ACTS.map((act) => [act, said.get(act) ?? 'was not tried']));
  return { pair, faults: faults as Record<Act, string> };
}
