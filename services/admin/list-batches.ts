import type { BatchCounts } from '../storage/batch-counts.ts';
import type { Told } from './told.ts';

/** How many batches were signed in each week. */
export async function listBatches(counts: BatchCounts): Promise<Told> {
  const batches = await counts.list();
  const lines = batches.map(
    ({ epoch, signed, published }) =>
      `${epoch}  ${String(signed).padStart(9)}  ${published ? 'published, rounded to two digits' : 'not published yet'}`,
  );
  return { json: { batches }, text: batches.length === 0 ? ['No batches yet.'] : lines };
}
