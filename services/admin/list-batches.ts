import type { BatchCount, BatchCounts } from '../storage/batch-counts.ts';
import type { Told } from './told.ts';

/** How many batches were signed in each week. */
export async function listBatches(counts: BatchCounts): Promise<Told> {
  const batches = await counts.list();
  const lines = batches.map((batch) => `${batch.epoch}  ${String(batch.signed).padStart(9)}  ${standingOf(batch)}`);
  return { json: { batches }, text: batches.length === 0 ? ['No batches yet.'] : lines };
}

function standingOf({ published, givenUp }: BatchCount): string {
  if (givenUp) return 'never published: the store was restored';
  return published ? 'published, rounded to two digits' : 'not published yet';
}
