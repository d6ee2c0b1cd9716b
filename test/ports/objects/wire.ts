import { formatHex, parseHex } from '@bauta/sdk/protocol';

/** JSON with bytes in it. */
export function writeWire(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? { hex: formatHex(one) } : one));
}

export function readWire(text: string): unknown {
  return JSON.parse(text, (_, one: unknown) =>
    typeof one === 'object' && one !== null && 'hex' in one ? parseHex(one.hex as string) : one,
  );
}

/** A call of a port, from a test to the Worker that has it. */
export interface WireCall {
  /** Objects of different places share nothing. */
  readonly place: string;
  /** The time there, Unix seconds. */
  readonly now: number;
  /** Whether the object dies of the call. */
  readonly dies: boolean;
  readonly port: string;
  readonly method: string;
  readonly args: readonly unknown[];
}
