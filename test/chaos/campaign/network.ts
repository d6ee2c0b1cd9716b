import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

const laid = new Set<Network>();
process.on('exit', () => {
  for (const network of laid) network.remove();
});

/** Why no network can be laid here; undefined when one can. */
export const whyNoNamespaces: string | undefined = findFault();

function findFault(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may lay a network';
  if (spawnSync('ip', ['-V'], { stdio: 'ignore' }).status !== 0) return 'there is no program `ip` on this machine';
  try {
    layNetwork().remove();
    return undefined;
  } catch {
    return 'this machine does not let root lay a network';
  }
}

/** A network namespace at the end of a cable. */
export interface Network {
  /** The address of the far end. */
  readonly far: string;
  /** What runs a command there. */
  readonly inside: readonly [string, ...string[]];
  setUp(isUp: boolean): void;
  remove(): void;
}

/** @throws Error where it may not be. */
export function layNetwork(): Network {
  const id = randomBytes(3).toString('hex');
  const [space, near, end] = [`bauta-${id}`, `bn${id}`, `bf${id}`];
  const [third, fourth] = randomBytes(2);
  // Of the block for benchmarks (RFC 2544), which nobody else uses.
  const base = `198.18.${third}.${((fourth ?? 0) >> 2) << 2}`.split('.').map(Number);
  const at = (n: number): string => [...base.slice(0, 3), (base[3] as number) + n].join('.');
  const network: Network = {
    far: at(2),
    inside: ['ip', 'netns', 'exec', space],
    setUp: (isUp) => ip('link', 'set', near, isUp ? 'up' : 'down'),
    remove() {
      laid.delete(network);
      // The cable goes with either end.
      for (const args of [
        ['link', 'del', near],
        ['netns', 'del', space],
      ])
        spawnSync('ip', args, { stdio: 'ignore' });
    },
  };
  try {
    ip('netns', 'add', space);
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', end);
    ip('link', 'set', end, 'netns', space);
    ip('addr', 'add', `${at(1)}/30`, 'dev', near);
    ip('link', 'set', near, 'up');
    ip('-n', space, 'addr', 'add', `${at(2)}/30`, 'dev', end);
    ip('-n', space, 'link', 'set', end, 'up');
    ip('-n', space, 'link', 'set', 'lo', 'up');
  } catch (error) {
    network.remove();
    throw error;
  }
  laid.add(network);
  return network;
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
}
