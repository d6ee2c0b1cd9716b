import { bundle } from './bundled.ts';
import { type BillOfMaterials, listParts } from './cyclonedx.ts';
import type { Lockfile } from './lockfile.ts';
import type { Shipped } from './shipped.ts';

/** The parts of something shipped, with those of its bundle, which is built for it. @throws Error when it cannot be built */
export function listPartsOf(lock: Lockfile, shipped: Shipped): BillOfMaterials {
  if (shipped.build === undefined) return listParts(lock, shipped, []);
  const { packages, hasSdk } = bundle(shipped.build);
  return listParts(lock, shipped, hasSdk ? ['sdk', ...packages] : packages);
}

/** As a file. */
export function formatParts(parts: BillOfMaterials): string {
  return `${JSON.stringify(parts, null, 2)}\n`;
}
