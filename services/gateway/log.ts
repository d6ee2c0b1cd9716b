import type { GateEvent } from '@bauta/sdk/gate';
import type { ErrorCode } from '@bauta/sdk/protocol';

/** Everything that a gateway may say while it runs. No event holds anything of a request. */
export type GatewayEvent =
  | Exclude<GateEvent, { readonly event: 'session-opened' }>
  | { readonly event: 'refusal'; readonly code: ErrorCode }
  /** A key that the issuer lists is not used, since the log does not show it, or the log is not what it has to be. */
  | { readonly event: 'key-refused'; readonly code: ErrorCode }
  | { readonly event: 'stopped' };

/** A line of JSON for each event, with the time cut to the hour. */
export function createGatewayLog(options: {
  /** Unix seconds. */
  readonly now: () => number;
  readonly write: (line: string) => void;
}): (event: GatewayEvent) => void {
  return (event) => {
    const hour = new Date(options.now() * 1000).toISOString().slice(0, 13);
    options.write(`${JSON.stringify({ time: `${hour}:00Z`, ...event })}\n`);
  };
}
