/** Stores that live and die with the process: for tests, and for a demonstration on one machine. */
export { memorySessions } from './memory/sessions.ts';
export { memorySpentSet } from './memory/spent-set.ts';
