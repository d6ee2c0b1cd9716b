import { setTimeout as pause } from 'node:timers/promises';
import type { HeldToken } from '@bauta/sdk/client';
import { createHeadlessBrowser, type HeadlessBrowser } from '../../flow/browser.ts';
import { drawGrants, enrol, type FlowRooms, mintAll, openSite } from '../../flow/flow.ts';
import { patientFetch } from './patient-fetch.ts';

const HTML = { accept: 'text/html' };
/** Honest people, who come again and again. */
const PEOPLE = 3;
/** How many sessions are kept open at each site, and looked at each second. */
const SESSIONS = 3;
/** Of how many tokens one is shown by two at the same moment. */
const ONE_IN = 5;

/** A token that opened a site. */
export interface Shown {
  readonly site: string;
  readonly token: HeldToken;
}

/** A session that came of a token. */
export interface Session {
  readonly site: string;
  readonly browser: HeadlessBrowser;
}

/** What came of it so far. */
export interface Visits {
  readonly shown: readonly Shown[];
  /** The first of each site. */
  readonly sessions: readonly Session[];
  /** Tokens that were minted. */
  readonly minted: number;
  /** Tokens that two showed at the same moment. */
  readonly races: number;
  /** Times that a session was looked at. */
  readonly looks: number;
  /** Times that a room was not there, and was asked again. */
  readonly waits: number;
  /** What no honest visitor may meet, a line each. */
  readonly faults: readonly string[];
}

export interface Visitors {
  readonly visits: Visits;
  /** A batch of its own, to be shown later. */
  mint(): Promise<HeldToken[]>;
  /** Goes to a site. @returns the status that the visitor ends at. */
  show(shown: Shown): Promise<number>;
  /** Opens another page with a session. @returns the status. */
  look(session: Session): Promise<number>;
  /** Waits until sessions of every site are open. @throws when a fault came first. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Lets honest people prove their age, mint, and open sites, until they are stopped. @param sites origins. */
export function openVisitors(rooms: FlowRooms, sites: readonly string[]): Visitors {
  const visits = {
    ...{ shown: [] as Shown[], sessions: [] as Session[], faults: [] as string[] },
    ...{ minted: 0, races: 0, looks: 0, waits: 0 },
  };
  let isOver = false;
  const fault = (where: string, error: unknown): void => {
    visits.faults.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const send = patientFetch({
    phone: rooms.phone,
    onWait: () => visits.waits++,
    onFault: (line) => visits.faults.push(line),
  });
  const createVisitor = (): HeadlessBrowser => createHeadlessBrowser(send);
  const show = ({ site, token }: Shown, browser = createVisitor()): Promise<number> =>
    openSite(browser, { ...rooms, demoSite: site }, token);

  async function mint(): Promise<HeldToken[]> {
    const { browser, passkey } = await enrol(rooms, send);
    const drawn = await drawGrants(browser, rooms, passkey, Math.floor(Date.now() / 1000));
    // Of the week that is: sites take the next one's when it has come.
    const tokens = await mintAll(browser, { ...drawn, pending: drawn.pending.slice(0, 1) });
    visits.minted += tokens.length;
    return tokens;
  }

  async function visit(shown: Shown): Promise<void> {
    const { site } = shown;
    const browser = createVisitor();
    const status = await show(shown, browser);
    visits.shown.push(shown);
    if (status !== 200) fault(site, `an honest token was answered ${status}`);
    else if (visits.sessions.filter((one) => one.site === site).length < SESSIONS)
      visits.sessions.push({ site, browser });
  }

  /** Two show the same token, and one of them gets in: whichever instance each of them asks. */
  async function race(shown: Shown): Promise<void> {
    const answers = await Promise.all([show(shown), show(shown)]);
    visits.races++;
    visits.shown.push(shown);
    if (answers.toSorted().join() !== '200,403')
      fault(shown.site, `two with one token were answered ${answers.join()}`);
  }

  async function come(first: number): Promise<void> {
    let turn = first;
    while (!isOver) {
      try {
        for (const token of await mint()) {
          if (isOver) return;
          const shown = { site: sites[turn % sites.length] as string, token };
          await (turn++ % ONE_IN === 0 ? race(shown) : visit(shown));
        }
      } catch (error) {
        fault('a visitor', error);
      }
    }
  }

  async function look({ site, browser }: Session): Promise<number> {
    const { status } = await browser.fetch(`${site}/film`, { headers: HTML });
    visits.looks++;
    return status;
  }

  async function goOn(): Promise<void> {
    while (!isOver) {
      for (const session of visits.sessions) {
        try {
          const status = await look(session);
          if (status !== 200) fault(session.site, `a session was answered ${status}`);
        } catch (error) {
          fault(session.site, error);
        }
      }
      await pause(1000);
    }
  }

  const all = [...Array.from({ length: PEOPLE }, (_, i) => come(i)), goOn()];
  return {
    visits,
    mint,
    show: (shown) => show(shown),
    look,
    async settle() {
      while (visits.sessions.length < sites.length * SESSIONS) {
        if (visits.faults.length > 0) throw new Error(visits.faults[0]);
        await pause(50);
      }
    },
    async stop() {
      isOver = true;
      await Promise.all(all);
    },
  };
}
