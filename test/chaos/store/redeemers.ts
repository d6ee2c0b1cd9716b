import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { upTo } from '../../ports/figures.ts';
import type { Errand, Site } from './site-instance.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./redeemer.ts', import.meta.url));

/** Instances of one site. */
export interface Redeemers {
  /** Deals the presentations out and redeems all at the same moment. @returns how each one ended. */
  redeem(errand: Errand): Promise<string[]>;
  end(): void;
}

/** Starts `count` instances, each in a process of its own. Resolves when all are ready. @param place of their stores */
export async function startRedeemers(count: number, place: string, site: Site): Promise<Redeemers> {
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
    await Promise.all(instances.map(({ ask }) => ask(`${JSON.stringify({ ...site, place })}\n`)));
  } catch (error) {
    end();
    throw error;
  }
  return {
    end,
    async redeem(errand) {
      const lines = dealOut(errand, count).map((share) => `${JSON.stringify(share)}\n`);
      const ends = await Promise.all(instances.map(({ ask }, i) => ask(lines[i] as string)));
      return ends.flatMap((line) => JSON.parse(line) as string[]);
    },
  };
}

/** The same errand in `count` parts. */
export function dealOut({ mode, presentations }: Errand, count: number): Errand[] {
  return upTo(count).map((i) => ({ mode, presentations: presentations.filter((_, at) => at % count === i) }));
}
