import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';
import { computeExample, type ExampleRow } from './worked-example.ts';

/** The rows `| name | \`value\` |` of the worked example. */
function readExample(text: string): readonly ExampleRow[] {
  const [, section = ''] = /\n## A worked example\n([\s\S]*?)\n## Bytes/.exec(text) ?? [];
  return [...section.matchAll(/^\| ([^|`]+) \| `([^`]+)` \|$/gm)].map(([, name, value]) => [
    name as string,
    value as string,
  ]);
}

describe('the worked example of the protocol', () => {
  it('is what the code computes', async () => {
    expect(readExample(readFileSync(join(ROOT, 'spec/protocol.md'), 'utf8'))).toEqual(await computeExample());
  });
});
