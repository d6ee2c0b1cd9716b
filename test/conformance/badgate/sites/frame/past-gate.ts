import type { Fault } from '../../frame.ts';
import { pathOf } from './asks.ts';

/** Paths that are answered before the gate is asked, as by a server in front that serves them itself. */
export const pastGate = (paths: RegExp): Fault => ({
  before: (request, { content }) => (paths.test(pathOf(request)) ? content(request) : undefined),
});
