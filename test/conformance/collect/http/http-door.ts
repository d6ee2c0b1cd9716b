import type { Exchange, Headers } from '../../evidence/observation.ts';
import type { ProbeRecorder } from '../../evidence/recorder.ts';

export interface HttpAsk {
  /** GET unless told. */
  readonly method?: string;
  readonly url: string;
  /** Beside the suite's own `user-agent` and `accept`, which these replace where they name them. Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Bytes that are read of an answer which only says that it is bytes (`application/octet-stream`); 1,024 unless told. */
  readonly mostBytes?: number;
  /** Of the exchange. */
  readonly label: string;
  /** As which it is recorded: `http` unless told. */
  readonly by?: Exchange['by'];
}

/** An exchange as it was recorded, with the bytes that were read. */
export interface HttpAnswer extends Exchange {
  readonly bytes: Uint8Array;
  /** Of the answer, with the secrets that the record leaves out; empty without an answer. */
  readonly rawHeaders: Headers;
}

/** The suite's own way to the network: polite, counted, and recorded. It follows no redirect and keeps no cookie. */
export interface HttpDoor {
  /** Records in the probe. @throws ProbeLeft `request-cap` when no request is left */
  send(record: ProbeRecorder, ask: HttpAsk): Promise<HttpAnswer>;
  /** Sends all at the same moment, outside of the pace but not of the cap. */
  sendTogether(record: ProbeRecorder, asks: readonly HttpAsk[]): Promise<readonly HttpAnswer[]>;
  /** How many were sent so far, those of browsers included. */
  readonly sent: () => number;
  /** For a browser's requests, which count too. */
  count(requests: number): void;
}
