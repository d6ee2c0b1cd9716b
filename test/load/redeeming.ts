import { openGround } from '../bench/stores.ts';
import { type Child, openChild } from '../programs/child.ts';
import type { SiteProcess } from './site-process.ts';
import type { Prepared, Target } from './target.ts';
import { type Lines, openLines } from './traffic.ts';
import type { Visits, VisitsProcess } from './visits-process.ts';

/** As many processes as there are cores, for an operator who has two. */
export const SITES = 2;

/** A site, and what a loop needs that redeems the same without it. */
export interface RedeemTarget extends Target {
  describe(): Promise<Visits>;
  /** Tokens, each in two requests of two people; the site has seen none of them. */
  prepareTwins(count: number): Promise<readonly (readonly [Buffer, Buffer])[]>;
  /** Connections to each of the processes, for whoever chooses between them. */
  openEach(): readonly Lines[];
  /** What all processes have refused so far, by its true code. */
  refusals(): Promise<Readonly<Record<string, number>>>;
}

/** A site of two processes that share one SQLite file. */
export async function openRedeeming(): Promise<RedeemTarget> {
  const ground = await openGround('SQLite');
  const visits = await openChild<VisitsProcess>(new URL('./visits-process.ts', import.meta.url), ['--expose-gc']);
  const sites: Child<SiteProcess>[] = [];
  for (let i = 0; i < SITES; i++)
    sites.push(await openChild<SiteProcess>(new URL('./site-process.ts', import.meta.url), ['--expose-gc']));
  const issuer = await visits.ask('describeIssuer');
  const openAll = async (place: string, startedAt?: number): Promise<number[]> => {
    const opened: number[] = [];
    for (const site of sites) opened.push(await site.ask('open', place, issuer, startedAt));
    return opened;
  };
  const ports = await openAll(ground.next());
  const lines = openLines(ports);
  let posts: readonly Buffer[] = [];

  return {
    lines,
    servers: sites,
    async prepare(count) {
      if (posts.length < count) posts = (await visits.ask('prepare', count)).map((post) => Buffer.from(post));
      // Where nothing was redeemed yet, all of them are new again.
      await openAll(ground.next());
      return preparedOf(posts.slice(0, count));
    },
    async beginSteady() {
      const startedAt = Date.now();
      await openAll(ground.next(), startedAt);
      return async (count) => {
        const passed = Math.floor((Date.now() - startedAt) / 1000);
        const fresh = await visits.ask('prepare', count, passed);
        return preparedOf(fresh.map((post) => Buffer.from(post)));
      };
    },
    describe: () => visits.ask('describe'),
    async prepareTwins(count) {
      const twins = await visits.ask('prepareTwins', count);
      return twins.map(([one, other]) => [Buffer.from(one), Buffer.from(other)]);
    },
    openEach: () => ports.map((port) => openLines([port])),
    async refusals() {
      const sum: Record<string, number> = {};
      for (const site of sites) {
        for (const [code, count] of Object.entries(await site.ask('refusals'))) sum[code] = (sum[code] ?? 0) + count;
      }
      return sum;
    },
    async close() {
      lines.close();
      for (const child of [...sites, visits]) await child.close();
      await ground.close();
    },
  };
}

const preparedOf = (requests: readonly Buffer[]): Prepared => ({
  requests,
  isRight: async (_, { status, head }) => status === 303 && /\r\nset-cookie: __Host-age-code=[\w-]{43};/i.test(head),
});
