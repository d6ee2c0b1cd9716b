import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { upTo } from '../ports/figures.ts';
import type { Errand, Site } from './redeemer.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./redeemer.ts', import.meta.url));

/** Instances of one site, each in a process of its own. */
export interface Redeemers {
  /** Deals the presentations out and redeems all at the same moment. @returns how each one ended. */
  redeem(errand: Errand): Promise<string[]>;
  end(): void;
}

/** Starts `count` instances. Resolves when all are ready. */
export async function startRedeemers(count: number, site: Site): Promise<Redeemers> {
  const instances = upTo(count).map(() => {
    const child = spawn(process.execPath, ['--conditions=bauta-source', '--import', 'tsx', PROGRAM], {
      cwd: FOLDER,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (line: string): Promise<string> => {
      child.stdin.write(line);
      const { done, value } = await lines.next();
      if (done) throw new Error('an instance of the site has ended');
      return value;
    };
    return { child, ask };
  });
  const end = (): void => {
    for (const { child } of instances) child.kill('SIGKILL');
  };
  try {
    await Promise.all(instances.map(({ ask }) => ask(`${JSON.stringify(site)}\n`)));
  } catch (error) {
    end();
    throw error;
  }
  return {
    end,
    async redeem({ mode, presentations }) {
      const errands = instances.map((_, i) => presentations.filter((_, at) => at % count === i));
      const lines = errands.map((share) => `${JSON.stringify({ mode, presentations: share })}\n`);
      const ends = await Promise.all(instances.map(({ ask }, i) => ask(lines[i] as string)));
      return ends.flatMap((line) => JSON.parse(line) as string[]);
    },
  };
}
