import { ATTESTER } from './attester.ts';
import { DEVICE } from './device.ts';
import type { Kept } from './kept.ts';
import { KEYS } from './keys.ts';
import { LOG } from './log.ts';
import { SITE } from './site.ts';

/** Everything that any room receives or keeps. What is not here must not be kept: tests compare it with what the code makes. */
export const KEPT: readonly Kept[] = [...ATTESTER, ...KEYS, ...LOG, ...DEVICE, ...SITE];
