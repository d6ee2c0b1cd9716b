import type { Json } from '../evidence/observation.ts';
import type { ProbeView } from '../evidence/view.ts';
import type { BlindTriple } from './blind-pairs.ts';

/** A message of the suite's own, and what came of it. */
export interface MintedItem extends BlindTriple {
  readonly message: Uint8Array;
}

/** What one request for signatures brought. */
export interface Minted {
  readonly exchange: string;
  /** Bytes of the answer, and how many it must have. */
  readonly answer: number;
  readonly expected: number;
  /** None where it was refused. */
  readonly items: readonly MintedItem[];
}

type Fields = Readonly<Record<string, Json>>;
const bytes = (value: Json | undefined): Uint8Array => new Uint8Array(Buffer.from(String(value ?? ''), 'base64url'));

/** The key for which signatures were asked: SPKI. */
export const mintedKey = (probe: ProbeView): Uint8Array => bytes((probe.fact('slot') as Fields | undefined)?.key);

/** @param label of the fact: `batch` or `single`. */
export function readMinted(probe: ProbeView, label: 'batch' | 'single'): Minted | undefined {
  const fact = probe.fact(label) as Fields | undefined;
  if (fact === undefined) return undefined;
  const items = (fact.items as readonly Fields[]).map((item) => ({
    message: bytes(item.message),
    blinded: bytes(item.blinded),
    blindSignature: bytes(item.blindSignature),
    encoded: bytes(item.encoded),
    signature: bytes(item.signature),
  }));
  return { exchange: String(fact.exchange), answer: Number(fact.answer), expected: Number(fact.expected), items };
}
