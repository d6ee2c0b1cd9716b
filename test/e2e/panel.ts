import { concat, parseBase64url, readUtf8, writeUtf8 } from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import type { Page } from 'playwright-core';

/** What the panel on who knows what says, as it stands in the page. */
export interface PanelSeen {
  /** By room, then by kind of information: how often it was found, for what was found at all. */
  readonly learnt: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By the names of the two rooms with a space between. */
  readonly pairs: Readonly<Record<string, { readonly state: string; readonly common: number; readonly said: string }>>;
  /** What it said last to whoever does not look. */
  readonly news: string;
}

export function panelOf(page: Page): Promise<PanelSeen> {
  return page.evaluate(() => {
    const all = (selector: string, within: ParentNode = document): HTMLElement[] => [
      ...within.querySelectorAll<HTMLElement>(selector),
    ];
    const learnt = all('[data-room]').map((room) => {
      const found = all('[data-kind]', room).filter(({ dataset }) => dataset.found !== '0');
      return [room.dataset.room, Object.fromEntries(found.map(({ dataset }) => [dataset.kind, Number(dataset.found)]))];
    });
    const pairs = all('[data-pair]').map(({ dataset, innerText }) => {
      return [dataset.pair, { state: dataset.state, common: Number(dataset.common), said: innerText }];
    });
    const news = document.querySelector('.knows-news')?.textContent ?? '';
    return { learnt: Object.fromEntries(learnt), pairs: Object.fromEntries(pairs), news };
  });
}

/** What rooms learn of the main job when a program does it: without a browser there is no address of one. */
export const LEARNT_FROM_A_PROGRAM: PanelSeen['learnt'] = {
  'demo-site': { site: 1, token: 1, nullifier: 1, holder: 1, session: 1 },
  wallet: {},
  issuer: { sealed: 60, grant: 2 },
  attester: { method: 1, proofOfAge: 1, passkey: 1, gesture: 1, account: 1, sealed: 2 },
  phone: { asker: 1 },
};

/** What a room says at `/_demo/received`, without any code of the panel. */
export interface ReceivedBy {
  /** Everything that it was sent, one after the other. */
  readonly all: Uint8Array;
  /** The fields of forms posted to a path. */
  forms(path: string): readonly URLSearchParams[];
}

export async function receivedBy(origin: string): Promise<ReceivedBy> {
  const answer = await loopbackFetch(`${origin}/_demo/received`);
  const { requests } = (await answer.json()) as {
    requests: { path: string; headers: Record<string, string>; body: string }[];
  };
  const bodies = requests.map(({ path, headers, body }) => ({ path, headers, body: parseBase64url(body) }));
  return {
    all: concat(...bodies.flatMap(({ path, headers, body }) => [writeUtf8(path + JSON.stringify(headers)), body])),
    forms: (path) => bodies.filter((one) => one.path === path).map(({ body }) => new URLSearchParams(readUtf8(body))),
  };
}
