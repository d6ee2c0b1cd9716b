import { createECDH, createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type HeldToken, present } from '@bauta/sdk/client';
import {
  calendarOf,
  challengeForTokens,
  concat,
  type DirectoryKey,
  digestChallenge,
  type Epoch,
  epochAfter,
  epochAt,
  isWithin,
  MODE,
  thumbprintOf,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createKeyDirectory, createVerifier } from '@bauta/sdk/verifier';
import type { Chance } from '../../figures/chance.ts';
import type { TestIssuer } from '../../unit/gate/issuer.ts';
import { type Answered, ask } from './ask.ts';
import type { FakedClock } from './faked-clock.ts';
import type { Ledger } from './ledger.ts';
import { BEHIND_THE_DOOR, ORIGIN, SECRET } from './site-names.ts';

/** People at the doors of a site, and somebody who tries them without a proof. */
export interface Visitors {
  /** Lets somebody new in at this door, to the end. @returns whether they came in. */
  letIn(port: number): Promise<boolean>;
  /** Shows up to so many spent tokens again, and asks for that many sessions. */
  audit(most: number): Promise<void>;
  /** Sessions that were opened before this are no longer asked for. */
  forgetSessions(): void;
  close(): Promise<void>;
}

interface Shown {
  readonly name: string;
  readonly held: HeldToken;
  readonly epoch: Epoch;
}

interface Session {
  cookie: string;
  /** `performance.now` when it was last known to live. */
  seenAt: number;
  isBusy: boolean;
  /** The era in which its opening began: one that a jump of the clock fell into owes nothing. */
  readonly era: number;
}

const LANES = 2;
/** A session ends 90 s after it was last seen: milliseconds after which nobody asks for it. */
const LEASE_MS = 60_000;
const SESSIONS_KEPT = 30;
const REDEEM = `${ORIGIN}/_age/redeem`;
const HOST = new URL(ORIGIN).host;
const PAGE = { host: HOST, accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const FORM = {
  ...{ ...PAGE, origin: 'null', 'sec-fetch-site': 'cross-site' },
  'content-type': 'application/x-www-form-urlencoded',
};

/** Epochs, by their distance to this one, whose tokens are shown: those of 0 and −1 are good now. */
export const EPOCHS_SHOWN = [-2, -1, 0, 1, 2];

export async function openVisitors(given: {
  readonly ports: readonly number[];
  readonly issuer: TestIssuer;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly clock?: FakedClock;
}): Promise<Visitors> {
  const { ports, issuer, ledger, chance, clock } = given;
  const trueNow = (): number => Math.floor(Date.now() / 1000);
  const siteNow = (): number => trueNow() + (clock?.offsetsBetween(performance.now(), performance.now()).at(-1) ?? 0);
  const digest = await digestChallenge(challengeForTokens(issuer.name));
  const keys = createKeyDirectory({ issuer: issuer.name, fetch: issuer.fetch });
  const stores = { spent: memorySpentSet({ now: trueNow }), codes: memorySessions({ now: trueNow }) };
  const asker = createVerifier({
    ...{ issuer: issuer.name, threshold: 18, redeemUrl: REDEEM, keys, secrets: [SECRET], ...stores },
  });
  const spent: Shown[] = [];
  let sessions: Session[] = [];
  let era = 0;
  // Names that no other ground gives: one may be renewed in the middle of a unit.
  const names = randomBytes(4).toString('hex');
  let shown = 0;
  let isOver = false;

  async function draw(key: DirectoryKey): Promise<Shown> {
    const pair = createECDH('prime256v1');
    const point = new Uint8Array(pair.generateKeys());
    const secret = pair.getPrivateKey();
    const d = new Uint8Array(32);
    d.set(secret, d.length - secret.length);
    const holder = { d, x: point.slice(1, 33), y: point.slice(33) };
    const input = writeTokenInput({
      ...{ nonce: await thumbprintOf(holder.x, holder.y), challengeDigest: digest, tokenKeyId: key.key.id },
    });
    return {
      name: `${names}-${++shown} of ${key.epoch}`,
      held: { token: concat(input, issuer.sign(key, input, 48)), holder },
      epoch: key.epoch,
    };
  }

  /** Shows a token at a door. @returns the cookies with which to go on, when it was accepted. */
  async function redeem(port: number, { name, held, epoch }: Shown): Promise<string | undefined> {
    const pre = new Uint8Array(randomBytes(32));
    const preHash = new Uint8Array(createHash('sha256').update(pre).digest());
    const challenge = await asker.challenge(MODE.form, siteNow(), preHash);
    const body = new URLSearchParams({ ...(await present(held, { redeem: REDEEM, challenge })) }).toString();
    const from = performance.now();
    const answered = await ask(port, '/_age/redeem', { method: 'POST', headers: FORM, body });
    ledger.count('presentations');
    const code = answered?.cookies.get('__Host-age-code');
    if (!code) return undefined;
    ledger.accept(name);
    const offsets = clock?.offsetsBetween(from, performance.now()) ?? [0];
    const { accepted } = calendarOf(epoch);
    const isInTime = offsets.some((offset) => [-5, 0, 5].some((off) => isWithin(trueNow() + offset + off, accepted)));
    if (!isInTime)
      ledger.breach('window', `a token of ${epoch} was accepted with clocks off by ${offsets.join(' or ')} s`);
    return `__Host-age-code=${code}; __Host-age-pre=${Buffer.from(pre).toString('base64url')}`;
  }

  /** Goes on with a code. @returns the session. */
  async function enter(port: number, cookie: string): Promise<Session | undefined> {
    const began = era;
    const answered = await ask(port, '/_age/enter', { headers: { ...PAGE, cookie } });
    const id = answered?.cookies.get('__Host-age');
    if (!id) return undefined;
    ledger.count('sessions opened');
    const session = { cookie: id, seenAt: performance.now(), isBusy: false, era: began };
    if (began === era) sessions = [...sessions, session].slice(-SESSIONS_KEPT);
    return session;
  }

  /** Opens a page with a session. @returns whether it was shown; undefined when nobody could say. */
  async function open(port: number, session: Session): Promise<boolean | undefined> {
    if (session.isBusy) return undefined;
    session.isBusy = true;
    const wasYoung = performance.now() - session.seenAt < LEASE_MS;
    const answered = await ask(port, '/film', { headers: { ...PAGE, cookie: `__Host-age=${session.cookie}` } });
    session.isBusy = false;
    if (answered === undefined || answered.status >= 500) return undefined;
    if (isShown(answered)) {
      session.seenAt = performance.now();
      session.cookie = answered.cookies.get('__Host-age') || session.cookie;
      ledger.count('sessions found again');
      return true;
    }
    sessions = sessions.filter((one) => one !== session);
    const isOwed = session.era === era && wasYoung && performance.now() - session.seenAt < LEASE_MS;
    if (isOwed) ledger.breach('lost', `a session that was opened is unknown: ${answered.status}`);
    return false;
  }

  /** Somebody without a proof, or with a made-up one. */
  async function tryDoor(port: number): Promise<void> {
    const made = randomBytes(32).toString('base64url');
    const cookie = chance.pick([undefined, `__Host-age=${made}`, `__Host-age-code=${made}`, '__Host-age=', 'a=b']);
    const answered = await ask(port, chance.pick(['/', '/film', '/film/1?a=/_age/gate', '/api']), {
      headers: { ...PAGE, ...(cookie === undefined ? {} : { cookie }) },
      patience: 1500,
    });
    ledger.count('doors tried without a session');
    if (answered === undefined) ledger.count('doors that gave no answer');
    else if (isShown(answered)) ledger.breach('open', `it was opened to ${cookie ?? 'nobody'}`);
    else if (answered.status >= 500) ledger.count('doors that said they are shut');
  }

  async function visit(): Promise<void> {
    const distance = chance.once(3) ? chance.pick(EPOCHS_SHOWN) : 0;
    const token = await draw(await issuer.list({ epoch: epochAfter(epochAt(siteNow()), distance) }));
    // At all doors at once: one of them may take it.
    const codes = await Promise.all(ports.map((port) => redeem(port, token)));
    spent.push(token);
    const code = codes.find((one) => one !== undefined);
    const session = code && (await enter(chance.pick(ports), code));
    if (session) await open(chance.pick(ports), session);
  }

  async function replay(): Promise<void> {
    if (spent.length > 0) await redeem(chance.pick(ports), chance.pick(spent));
  }

  async function stroll(): Promise<void> {
    const session = sessions[chance.between(0, Math.max(0, sessions.length - 1))];
    if (session) await open(chance.pick(ports), session);
  }

  async function goOn(act: () => Promise<void>, rest: number): Promise<void> {
    while (!isOver) {
      await act();
      await pause(rest);
    }
  }

  const lanes = [
    ...Array.from({ length: LANES }, () => goOn(visit, 15)),
    goOn(replay, 15),
    goOn(stroll, 15),
    ...ports.map((port) => goOn(() => tryDoor(port), 10)),
  ];

  return {
    async letIn(port) {
      const code = await redeem(port, await draw(await issuer.list({ epoch: epochAt(siteNow()) })));
      const session = code && (await enter(port, code));
      return session !== undefined && session !== '' && (await open(port, session)) === true;
    },
    async audit(most) {
      for (const token of spent.slice(-most)) {
        for (const port of ports) await redeem(port, token);
        ledger.count('spent tokens shown again');
      }
      // Older ones by lot.
      for (let i = 0; i < most; i++) await replay();
      for (const session of sessions.slice(0, most)) await open(chance.pick(ports), session);
    },
    forgetSessions() {
      era++;
      sessions = [];
    },
    async close() {
      isOver = true;
      await Promise.all(lanes);
    },
  };
}

const isShown = ({ body }: Answered): boolean => body.includes(BEHIND_THE_DOOR);
