import type { GateEvent } from '../gate/options.ts';
import { ERROR_STATUS, type ErrorCode } from '../protocol/index.ts';
import { DIRECTORY_LIFETIME } from '../verifier/key-directory.ts';
import { createEpochCounts } from './epoch-counts.ts';
import { formatMetrics, type Sample } from './exposition.ts';

export { METRICS_MEDIA_TYPE } from './exposition.ts';

/** Seconds for which a door that was shut counts as shut, unless somebody came through it since. */
const SHUT_SECONDS = 60;

/** What a gate's operator may count. */
export interface GateMetrics {
  /** For `onEvent` and `onRefused` of the gate. They never throw. */
  readonly onEvent: (event: GateEvent) => void;
  readonly onRefused: (code: ErrorCode) => void;
  /** Prometheus' text format 0.0.4, of media type `METRICS_MEDIA_TYPE`. Serve it where only the operator can ask. */
  text(): string;
}

/**
 * Counts what a gate does, in this process: by outcome and epoch, and by nothing that a visitor brings. There is no
 * address, browser, path or time in it. A counter that moves by one still says that somebody has just come: whoever may
 * read it every second, and sees a person go online, can put the two together. Hence `roundTo`.
 * @param options.now Unix seconds. @param options.roundTo what visitors cause is cut to a multiple of this; default 1.
 * @throws TypeError unless `roundTo` is a whole number from 1 to 10,000.
 */
export function gateMetrics(options: { readonly now: () => number; readonly roundTo?: number }): GateMetrics {
  const { now, roundTo = 1 } = options;
  if (!Number.isInteger(roundTo) || roundTo < 1 || roundTo > 10_000) throw new TypeError('roundTo: from 1 to 10,000');
  const opened = createEpochCounts(['']);
  const copied = createEpochCounts(['']);
  const refused = createEpochCounts();
  const shut = createEpochCounts();
  const reads = createEpochCounts(['refreshed', 'unreachable']);
  let readAt: number | undefined;
  let keys = 0;
  let shutAt = Number.NEGATIVE_INFINITY;
  let testIssuer = 0;

  const act: { readonly [E in GateEvent['event']]: (event: Extract<GateEvent, { event: E }>) => void } = {
    'session-opened': () => {
      opened.add('', now());
      shutAt = Number.NEGATIVE_INFINITY;
    },
    'session-copied': () => copied.add('', now()),
    'directory-refreshed': (event) => {
      reads.add('refreshed', now());
      readAt = now();
      keys = event.keys;
    },
    'directory-unreachable': () => reads.add('unreachable', now()),
    shut: ({ code }) => {
      shut.add(codeOf(code), now());
      shutAt = now();
    },
    'test-issuer': () => {
      testIssuer = 1;
    },
  };

  function isOpen(at: number): boolean {
    const isFresh = readAt !== undefined && Math.abs(at - readAt) < DIRECTORY_LIFETIME;
    return isFresh && Math.abs(at - shutAt) >= SHUT_SECONDS;
  }

  return {
    onEvent(event) {
      // A later gate may say what this code does not know.
      if (Object.hasOwn(act, event.event)) act[event.event](event as never);
    },
    onRefused: (code) => refused.add(codeOf(code), now()),
    text() {
      const at = now();
      return formatMetrics([
        {
          name: 'bauta_sessions_opened_total',
          type: 'counter',
          help: 'Proofs of age that opened a session.',
          samples: opened.samples('', roundTo, at),
        },
        {
          name: 'bauta_proofs_refused_total',
          type: 'counter',
          help: 'Proofs of age that were refused, by code of spec/errors.md.',
          samples: refused.samples('code', roundTo, at),
        },
        {
          name: 'bauta_sessions_copied_total',
          type: 'counter',
          help: 'Sessions that ended because their cookie was in use twice.',
          samples: copied.samples('', roundTo, at),
        },
        {
          name: 'bauta_requests_shut_total',
          type: 'counter',
          help: 'Requests answered 503 because store or directory could not answer, by code.',
          samples: shut.samples('code', roundTo, at),
        },
        {
          name: 'bauta_directory_reads_total',
          type: 'counter',
          help: 'Readings of the key directory.',
          samples: reads.samples('outcome', 1, at),
        },
        {
          name: 'bauta_directory_age_seconds',
          type: 'gauge',
          help: `Seconds since the key directory was read; at ${DIRECTORY_LIFETIME} the door shuts. Absent before.`,
          samples: readAt === undefined ? [] : one(Math.max(0, at - readAt)),
        },
        { name: 'bauta_directory_keys', type: 'gauge', help: 'Keys that it listed.', samples: one(keys) },
        {
          name: 'bauta_door_open',
          type: 'gauge',
          help: `1 when the directory is fresh and no request was shut out for ${SHUT_SECONDS} s; else 0.`,
          samples: one(isOpen(at) ? 1 : 0),
        },
        {
          name: 'bauta_test_issuer',
          type: 'gauge',
          help: '1 when a test issuer lets everyone in; anywhere but on a machine of development it must be 0.',
          samples: one(testIssuer),
        },
      ]);
    },
  };
}

function one(value: number): readonly Sample[] {
  return [{ value }];
}

/** Labels are codes of our own table and nothing else, whoever calls. */
function codeOf(code: ErrorCode): ErrorCode {
  return Object.hasOwn(ERROR_STATUS, code) ? code : 'ERR_FAULT';
}
