import type { Outcomes } from '../runtimes/case.ts';
import { readMaterial } from '../runtimes/read-material.ts';
import { RUNTIMES } from '../runtimes/runtimes.ts';
import { writeRuntimes } from '../runtimes/table.ts';

/** `spec/runtimes.md`, from a run on every runtime; or why it cannot be written here. */
export async function generateRuntimes(): Promise<{ readonly text: string } | { readonly missing: string }> {
  const absent = RUNTIMES.find(({ missing }) => missing !== undefined);
  if (absent) return { missing: `${absent.name}: ${absent.missing}` };
  const material = await readMaterial();
  const outcomes = new Map<string, Outcomes>();
  for (const { name, run } of RUNTIMES) outcomes.set(name, await run(material));
  return { text: writeRuntimes(outcomes) };
}
