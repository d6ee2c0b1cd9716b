import type { CheckId } from '../checks/check.ts';

const numbered = (letter: 'S' | 'I' | 'W', count: number): readonly CheckId[] =>
  Array.from({ length: count }, (_, i): CheckId => `${letter}-${String(i + 1).padStart(2, '0')}`);

/** Every check that there is. An id is never given to another question: reports of years ago name them. */
export const CHECK_IDS: readonly CheckId[] = [...numbered('S', 19), ...numbered('I', 12), ...numbered('W', 6)];
