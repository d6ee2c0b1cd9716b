import { openBuild } from '../upgrade/builds/open-build.ts';
import { lastRelease } from '../upgrade/builds/refs.ts';
import { runPairs } from '../upgrade/compatibility/run-pairs.ts';
import { writeCompatibility } from '../upgrade/compatibility/table.ts';

/** `spec/compatibility.md`, from a run of the last release with this tree; or why it cannot be written here. */
export async function generateCompatibility(): Promise<{ readonly text: string } | { readonly missing: string }> {
  const opened = openBuild(lastRelease());
  if ('why' in opened) return { missing: opened.why };
  try {
    return { text: writeCompatibility(opened.build, await runPairs(opened.build)) };
  } finally {
    opened.build.remove();
  }
}
