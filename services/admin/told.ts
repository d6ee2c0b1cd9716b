import type { LogEvent } from '../log-events.ts';

/** What came of an act: for a program, for people, and for the room's log where something was changed. */
export interface Told {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: readonly string[];
  readonly event?: LogEvent;
}
