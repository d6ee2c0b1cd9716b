/**
 * Signatures that one thread may have before it, the ones under way among them: 32 batches, of which a core of today
 * signs one in some 20 ms. Whoever is admitted waits for less than a second, and nobody waits for what comes too late.
 */
export const QUEUE_OF_THREAD = 960;
