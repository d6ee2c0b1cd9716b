import { readFileSync } from 'node:fs';
import { ERROR_STATUS } from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcomes } from './case.ts';
import { readMaterial } from './read-material.ts';
import { RUNTIMES } from './runtimes.ts';
import { writeRuntimes } from './table.ts';

const outcomes = new Map<string, Outcomes>();
const missing = RUNTIMES.flatMap(({ name, missing: why }) => (why === undefined ? [] : [`${name}: ${why}`]));

// Alone: three runtimes at once would only wait for each other.
beforeAll(async () => {
  const material = await readMaterial();
  for (const { name, missing: why, run } of RUNTIMES) if (why === undefined) outcomes.set(name, await run(material));
}, 180_000);

/** What differs, in a few lines. */
function unlike(given: Outcomes | undefined, judge: (group: string, i: number) => string | undefined): string[] {
  return Object.entries(given ?? {}).flatMap(([group, cases]) =>
    cases.flatMap(({ name, verdict, answer = '' }, i) => {
      const expected = judge(group, i);
      const found = `${verdict} ${answer}`;
      if (expected === undefined || expected === found || expected === verdict) return [];
      return [`${group}: ${name}: ${found.slice(0, 200)} in place of ${expected.slice(0, 200)}`];
    }),
  );
}

describe.each(RUNTIMES)('the suite on $name', ({ name, missing: why }) => {
  const title = why ? ` (skipped: ${why})` : '';

  it.skipIf(why)(`ends every case as it must${title}`, () => {
    const given = outcomes.get(name);
    expect(unlike(given, (group, i) => given?.[group]?.[i]?.expected)).toEqual([]);
    expect(Object.values(given ?? {}).flat().length).toBeGreaterThan(900);
  });

  it.skipIf(why)(`gives the bytes and the refusals that Node gives${title}`, () => {
    const [given, ofNode] = [outcomes.get(name), outcomes.get('Node')];
    const namesOf = (one: Outcomes | undefined) =>
      Object.entries(one ?? {}).map(([group, cases]) => [group, cases.map((outcome) => outcome.name)]);
    expect(namesOf(given)).toEqual(namesOf(ofNode));
    const answers = (group: string, i: number) => {
      const found = ofNode?.[group]?.[i];
      return found && `${found.verdict} ${found.answer ?? ''}`;
    };
    expect(unlike(given, answers)).toEqual([]);
  });
});

describe('the cases', () => {
  it('have names of their own', () => {
    for (const [group, cases] of Object.entries(outcomes.get('Node') ?? {})) {
      expect(new Set(cases.map(({ name }) => name)).size, group).toBe(cases.length);
    }
  });

  it('end in every code that a site, a reader of keys and a wallet’s batch can end in', () => {
    const codes = new Set(
      Object.values(outcomes.get('Node') ?? {}).flatMap((cases) => cases.map(({ verdict }) => verdict)),
    );
    const order = Object.keys(ERROR_STATUS);
    // Left out: of the site, what is an answer and no refusal of a proof; of the wallet, what only its pages know.
    const elsewhere = ['ERR_PROOF_NEEDED', 'ERR_LOG_OPERATOR', 'ERR_LOG_ENTRY', 'ERR_BROWSER'];
    const wanted = order.slice(0, order.indexOf('ERR_MEDIA_TYPE')).filter((code) => !elsewhere.includes(code));
    expect(wanted.filter((code) => !codes.has(code))).toEqual([]);
  });
});

it.skipIf(missing.length > 0)(
  `spec/runtimes.md is of this suite${missing.length > 0 ? ` (skipped: ${missing})` : ''}`,
  () => {
    const text = readFileSync(new URL('../../spec/runtimes.md', import.meta.url), 'utf8');
    const isCurrent = text === writeRuntimes(outcomes);
    expect(isCurrent, 'spec/runtimes.md: npm run generate').toBe(true);
  },
);
