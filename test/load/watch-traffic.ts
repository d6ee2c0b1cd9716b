import { type Percentiles, percentilesOf } from './percentiles.ts';
import type { Prepared, Target } from './target.ts';
import type { Exchange, Traffic } from './traffic.ts';

/** What came of load, in plain JSON. */
export interface Outcome {
  readonly asked: number;
  /** Answered with success. */
  readonly admitted: number;
  /** 429 or 503, with `Retry-After`. */
  readonly refused: number;
  /** Refused in any other way, or a connection that broke. */
  readonly lost: number;
  /** Made a second time, on a new connection: an idle one was closed just then. None of them is lost for it. */
  readonly again: number;
  /** Answered with success, and not what it should be. */
  readonly wrong: number;
  /** Admitted ones, a second. */
  readonly rate: number;
  /** Of the admitted, in milliseconds from the moment at which each was due. */
  readonly latency: Percentiles | undefined;
  /** Of the refused. */
  readonly refusalLatency: Percentiles | undefined;
  /** Cores taken: by the processes that serve, and by the one that asks. */
  readonly cores: { readonly servers: number; readonly generator: number };
  /** Statuses and how often each was answered; `broken` for a connection that broke. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Puts load on a target, and looks at every answer once it is over. */
export async function watchTraffic(
  { lines, servers }: Target,
  prepared: Prepared,
  act: (lines: Target['lines'], requests: readonly Buffer[]) => Promise<Traffic>,
): Promise<Outcome> {
  const before = await cpuOf(servers);
  const own = process.cpuUsage();
  const began = performance.now();
  const { exchanges, seconds, again } = await act(lines, prepared.requests);
  const { user, system } = process.cpuUsage(own);
  const wall = performance.now() - began;
  const taken = (await cpuOf(servers)) - before;
  return {
    ...(await judge(prepared, exchanges, seconds)),
    again,
    cores: { servers: taken / 1000 / wall, generator: (user + system) / 1000 / wall },
  };
}

async function cpuOf(servers: Target['servers']): Promise<number> {
  let sum = 0;
  for (const server of servers) sum += await server.ask('cpu');
  return sum;
}

async function judge(
  prepared: Prepared,
  exchanges: readonly Exchange[],
  seconds: number,
): Promise<Omit<Outcome, 'cores' | 'again'>> {
  const statuses: Record<string, number> = {};
  const [admitted, refused]: [number[], number[]] = [[], []];
  let [lost, wrong] = [0, 0];
  for (const [i, { answer, latency }] of exchanges.entries()) {
    const status = answer ? String(answer.status) : 'broken';
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (answer && answer.status < 400) {
      admitted.push(latency);
      // A refusal to unblind is a wrong answer like any other.
      if (!(await prepared.isRight(i, answer).catch(() => false))) wrong++;
    } else if (answer && isGraceful(answer)) refused.push(latency);
    else lost++;
  }
  return {
    ...{ asked: exchanges.length, admitted: admitted.length, refused: refused.length, lost, wrong, statuses },
    rate: admitted.length / seconds,
    latency: admitted.length > 0 ? percentilesOf(admitted) : undefined,
    refusalLatency: refused.length > 0 ? percentilesOf(refused) : undefined,
  };
}

/** Says that it is too much now, and when to come again. */
function isGraceful({ status, head }: { readonly status: number; readonly head: string }): boolean {
  return (status === 429 || status === 503) && /\r\nretry-after: *\d+\r?$/im.test(head);
}
