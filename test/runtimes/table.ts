import { ERROR_STATUS } from '@bauta/sdk/protocol';
import type { Outcome, Outcomes } from './case.ts';

const CLASSES: readonly string[] = ['TypeError'];

const isRefused = ({ verdict }: Outcome): boolean => verdict !== 'accepted';

/** What one runtime answered, by the runtime's name. */
export type AllOutcomes = ReadonlyMap<string, Outcomes>;

/** `spec/runtimes.md`: how many cases of each group every runtime took, and which codes it refused the others with. */
export function writeRuntimes(all: AllOutcomes): string {
  const names = [...all.keys()];
  const columns = [...all.values()];
  const groups = Object.keys(columns[0] ?? {});
  const head = (first: string) => `| ${first} | ${names.join(' | ')} |\n|---${'|---'.repeat(names.length)}|`;
  const rows = [
    ...groups.map((group) => `| ${group} | ${columns.map((one) => cell(one[group] ?? [])).join(' | ')} |`),
    `| **all** | ${columns.map((one) => cell(Object.values(one).flat())).join(' | ')} |`,
  ];
  const verdicts = [...Object.keys(ERROR_STATUS), ...CLASSES].map((verdict) => {
    const counts = columns.map(
      (one) =>
        Object.values(one)
          .flat()
          .filter((outcome) => outcome.verdict === verdict).length,
    );
    return { verdict, counts };
  });
  const seen = verdicts.filter(({ counts }) => counts.some((count) => count > 0));
  return `# One suite, three runtimes

Generated from a run of \`test/runtimes\` by \`npm run generate\`.

The same cases, as data and functions, run on Node with \`sdk/protocol/crypto/node.ts\`, and on workerd (the runtime of
Cloudflare Workers, without compatibility flags) and in Chromium with \`sdk/protocol/crypto/web.ts\`.
\`npx vitest run --config test/vitest.config.ts test/runtimes\` compares them case by case: the same bytes, or the same
refusal. Chance is drawn from seeds, so that whole batches, tokens, pages and cookies are compared; of a signature that
is another each time, whether it is good.

Each cell: cases, how many of them are accepted, how many refused.

${head('cases')}
${rows.join('\n')}

What the refused ones were refused with. \`TypeError\` is a mistake of whoever calls, for instance an option that could
never be right.

${head('refused with')}
${seen.map(({ verdict, counts }) => `| \`${verdict}\` | ${counts.join(' | ')} |`).join('\n')}
`;
}

function cell(outcomes: readonly Outcome[]): string {
  const refused = outcomes.filter(isRefused).length;
  return `${outcomes.length}: ${outcomes.length - refused} + ${refused}`;
}
