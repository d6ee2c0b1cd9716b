import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  challengeForMints,
  fetchAccountNonce,
  fetchGrantNonce,
  loadDirectory,
  mint,
  type PendingMint,
  readAccount,
  request,
  requestGrants,
  slotsToAsk,
} from '@bauta/sdk/client';
import { parseKeyLogFile } from '@bauta/sdk/log';
import {
  AgeError,
  accountAssertionChallenge,
  type Bytes,
  type Checkpoint,
  calendarOf,
  checkConsistency,
  createNoteSigner,
  formatHex,
  formatTilePath,
  isWithin,
  nameOf,
  openCheckpoint,
  openTree,
  parseNoteKey,
  type WalletEntry,
} from '@bauta/sdk/protocol';
import { submitEntry } from '@bauta/services/http/submit-entry';
import { createLoopbackFetch } from '@bauta/services/loopback';
import type { Chance } from '../../figures/chance.ts';
import { enrol, type FlowRooms } from '../../flow/flow.ts';
import type { SoftwarePasskey } from '../../flow/software-passkey.ts';
import type { FakedClock } from './faked-clock.ts';
import type { Ledger } from './ledger.ts';

/** Wallets at the attester and the issuer, and an operator who adds to the log. */
export interface Wallets {
  /** Whether somebody new gets from their proof of age to tokens, and an entry into the log. */
  findIll(): Promise<string | undefined>;
  audit(): Promise<void>;
  /** The clock was so far ahead that what belongs to this week may have been destroyed. */
  sawFarAhead(): void;
  close(): Promise<void>;
}

interface Person {
  readonly passkey: SoftwarePasskey;
  /** By epoch, grants that were given. */
  readonly granted: Map<string, number>;
}

/** Tokens that were minted, and what they were minted with. */
interface Batch {
  readonly epoch: string;
  readonly pending: PendingMint;
  readonly grant: Bytes;
  readonly tokens: string;
}

/** Batches for a person, age and week. */
const QUOTA = 3;
const PATIENCE_MS = 4000;
/** People, batches and entries that are looked at after each fault. */
const LOOKS = 4;
/** With which a room says that it cannot answer now, and nothing of what it has. */
const NOT_NOW = [
  'ERR_STORE_UNAVAILABLE',
  'ERR_NOT_READY',
  'ERR_BUSY',
  'ERR_RATE_LIMITED',
  'ERR_DIRECTORY_STALE',
  'ERR_FAULT',
];

export async function openWallets(given: {
  readonly rooms: FlowRooms;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly clock?: FakedClock;
  /** The text of `key-log.json`. */
  readonly keyLog: string;
  /** The seed of one who may add builds of a wallet. */
  readonly operator: Bytes;
}): Promise<Wallets> {
  const { rooms, ledger, chance, clock } = given;
  const fetch = createLoopbackFetch({ timeoutMs: PATIENCE_MS });
  const [attester, issuer, wallet] = [nameOf(rooms.attester), nameOf(rooms.issuer), nameOf(rooms.wallet)];
  const { url, key, witnesses, quorum } = parseKeyLogFile(given.keyLog);
  const trust = {
    key: await parseNoteKey(key),
    witnesses: await Promise.all(witnesses.map((one) => parseNoteKey(one.key))),
    quorum,
  };
  const signer = await createNoteSigner(wallet, 'log', given.operator);
  const now = (): number => Math.floor(Date.now() / 1000);
  const people: Person[] = [];
  const batches: Batch[] = [];
  const entries: { readonly entry: WalletEntry; readonly index: number }[] = [];
  const heads: Checkpoint[] = [];
  let isOver = false;
  let isFarAhead = false;

  async function enter(): Promise<Person> {
    const { passkey } = await enrol(rooms, fetch);
    const person = { passkey, granted: new Map<string, number>() };
    people.push(person);
    ledger.count('accounts made');
    return person;
  }

  /** Draws a grant for one open slot and trades it for tokens. */
  async function stock({ passkey, granted }: Person, week?: string): Promise<void> {
    const [grants, tokens] = [await loadDirectory(attester, fetch), await loadDirectory(issuer, fetch)];
    const slots = slotsToAsk(grants, tokens, now()).filter(
      ({ tokenKey }) => (week ?? tokenKey.epoch) === tokenKey.epoch,
    );
    if (slots.length === 0) throw new Error(`no key is shown for ${week ?? 'any week'}`);
    const { tokenKey, grantKey } = chance.pick(slots);
    const pending = await request({ issuer, attester, tokenKey, grantKey });
    const nonce = await fetchGrantNonce(grants.requestUrl, fetch);
    const assertion = passkey.assert(await challengeForMints(nonce, [pending]));
    const asked = { directory: grants, nonce, assertion, pending: [pending], fetch };
    const [outcome] = await requestGrants(asked);
    if (!outcome || !('grant' in outcome)) return ledger.count('grants refused');
    const { epoch } = tokenKey;
    const drawn = (granted.get(epoch) ?? 0) + 1;
    granted.set(epoch, drawn);
    ledger.count('grants given');
    if (drawn > QUOTA)
      ledger.breach('lost', `grant ${drawn} of ${QUOTA} was given for ${epoch}: one that was counted is forgotten`);
    const minted = await trade(pending, outcome.grant);
    batches.push({ epoch, pending, grant: outcome.grant, tokens: minted });
    ledger.count('batches minted');
  }

  /** @returns the tokens, whole. @throws AgeError what the issuer refused */
  async function trade(pending: PendingMint, grant: Bytes): Promise<string> {
    const directory = await loadDirectory(issuer, fetch);
    const from = performance.now();
    ledger.count('keys asked to sign');
    const held = await mint({ directory, pending, grant, fetch });
    const { signs } = calendarOf(pending.epoch);
    const offsets = clock?.offsetsBetween(from, performance.now()) ?? [0];
    const isInTime = offsets.some((offset) => [-5, 0, 5].some((off) => isWithin(now() + offset + off, signs)));
    if (!isInTime)
      ledger.breach('window', `a key of ${pending.epoch} signed with clocks off by ${offsets.join(' or ')} s`);
    return held.map(({ token }) => formatHex(token)).join();
  }

  /** The same grant gives the same tokens, for as long as its key signs. */
  async function tradeAgain({ pending, grant, tokens }: Batch): Promise<void> {
    if ((await trade(pending, grant)) !== tokens) ledger.breach('lost', 'a grant gave other tokens than before');
    ledger.count('acknowledged things found again');
  }

  async function add(): Promise<void> {
    const entry: WalletEntry = { kind: 'wallet', name: wallet, digest: new Uint8Array(randomBytes(32)) };
    const index = await submitEntry(entry, { url, signer, fetch });
    if (entries.some((one) => one.index === index)) ledger.breach('lost', `index ${index} was given twice`);
    entries.push({ entry, index });
    ledger.count('entries logged');
  }

  async function look(): Promise<Checkpoint> {
    const head = await openCheckpoint(await (await fetch(`${url}/checkpoint`)).text(), trust, now());
    const last = heads.at(-1);
    if (last && head.size < last.size) ledger.breach('lost', `the log shrank from ${last.size} to ${head.size}`);
    if (!last || head.size > last.size) heads.push(head);
    return head;
  }

  /** What may be forgotten once its week is over may not be had again either: it is asked for beyond what is allowed. */
  async function drawAll(person: Person, week: string): Promise<void> {
    ledger.count('counts forgotten after their week, and asked for again');
    for (let times = 0; times < 2 * QUOTA; times++) {
      await stock(person, week).catch(() => ledger.count('draws after a forgotten count that came to nothing'));
    }
  }

  async function auditPerson({ passkey, granted }: Person): Promise<void> {
    const nonce = await fetchAccountNonce(attester, fetch);
    const assertion = passkey.assert(await accountAssertionChallenge(nonce, 'read'));
    const { thresholds, drawn } = await readAccount(attester, { nonce, assertion }, fetch);
    if (!thresholds.includes(18)) ledger.breach('lost', 'an account has forgotten its age');
    for (const [epoch, given] of granted) {
      const counted = drawn.find((one) => one.epoch === epoch)?.drawn ?? 0;
      if (counted >= given) continue;
      if (isFarAhead) await drawAll({ passkey, granted }, epoch);
      else ledger.breach('lost', `of ${given} grants for ${epoch} ${counted} are counted`);
    }
    ledger.count('acknowledged things found again');
  }

  async function auditEntry({ entry, index }: (typeof entries)[number]): Promise<void> {
    const again = await submitEntry(entry, { url, signer, fetch });
    if (again !== index) ledger.breach('lost', `an entry of index ${index} is now at ${again}`);
    ledger.count('acknowledged things found again');
  }

  async function auditTree(): Promise<void> {
    const head = await look();
    const load = async (file: string) => new Uint8Array(await (await fetch(`${url}/${file}`)).arrayBuffer());
    const tree = openTree(head.size, (tile) => load(formatTilePath(tile)), head.root);
    for (const older of heads.slice(-LOOKS)) {
      await checkConsistency(older, head, await tree.consistencyProof(older.size));
      ledger.count('acknowledged things found again');
    }
  }

  /** What is refused for want of an answer is no loss; what is refused by name is. */
  async function inspect(what: string, act: () => Promise<void>): Promise<void> {
    // A room that is asked by many at once may send one away: it is asked again.
    for (let times = 0; times < 3; times++) {
      try {
        return await act();
      } catch (error) {
        const code = error instanceof AgeError ? error.code : undefined;
        if (code !== undefined && !NOT_NOW.includes(code)) return ledger.breach('lost', `${what}: ${code}`);
        await pause(200);
      }
    }
    ledger.count('acknowledged things that nobody could be asked for');
  }

  /** What goes wrong while things are broken is what was to be seen. */
  async function goOn(act: () => Promise<void>, rest: number): Promise<void> {
    while (!isOver) {
      await act().catch(() => ledger.count('acts that failed'));
      await pause(rest);
    }
  }

  async function live(): Promise<void> {
    const isNew = people.length === 0 || chance.once(6);
    await stock(isNew ? await enter() : (people.at(-chance.between(1, Math.min(3, people.length))) as Person));
  }

  const lanes = [
    goOn(live, 30),
    goOn(add, 40),
    goOn(async () => void (await look()), 60),
    goOn(async () => {
      if (batches.length > 0) await tradeAgain(chance.pick(batches));
    }, 150),
  ];

  return {
    async findIll() {
      try {
        await stock(await enter());
        await add();
        await look();
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : 'an unknown fault';
      }
    },
    async audit() {
      for (const person of people.slice(-LOOKS)) await inspect('an account', () => auditPerson(person));
      for (const batch of batches.slice(-LOOKS)) await inspect('a batch', () => tradeAgain(batch));
      for (const one of entries.slice(-LOOKS)) await inspect('an entry', () => auditEntry(one));
      await inspect('the tree', auditTree);
    },
    sawFarAhead() {
      isFarAhead = true;
    },
    async close() {
      isOver = true;
      await Promise.all(lanes);
    },
  };
}
