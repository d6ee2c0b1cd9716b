import type { BrowserContext } from 'playwright-core';
import { openGallery } from './gallery.ts';
import { openGateStates } from './gate-states.ts';
import type { Shown } from './page-set.ts';
import { openRoomPages } from './rooms-pages.ts';

/** Every page of every room, in every state, and what serves them to a context. */
export async function openAll(): Promise<{ serve(context: BrowserContext): Promise<void>; pages: readonly Shown[] }> {
  const sets = [await openRoomPages(), await openGateStates(), await openGallery()];
  return {
    async serve(context) {
      for (const set of sets) await set.serve(context);
    },
    pages: sets.flatMap(({ pages }) => pages),
  };
}
