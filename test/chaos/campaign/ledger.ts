/** What must hold through every fault. */
export const INVARIANTS = {
  twice: 'no token is accepted twice',
  lost: 'nothing that was acknowledged is lost',
  open: 'no gated path answers without a session',
  window: 'no key signs or is accepted outside of its window',
  back: 'it comes back by itself when the fault is over',
} as const;

export type Invariant = keyof typeof INVARIANTS;

/** An invariant that did not hold, and what was seen. */
export interface Breach {
  readonly invariant: Invariant;
  readonly seen: string;
}

/** How often each invariant could have broken. */
export type Counts = Readonly<Record<string, number>>;

/** What the load was answered, kept beside what is being broken so that it outlives every fault. */
export interface Ledger {
  readonly breaches: readonly Breach[];
  breach(invariant: Invariant, seen: string): void;
  /** One more of what is counted. */
  count(what: string, by?: number): void;
  /** A token was accepted. @param token names it. */
  accept(token: string): void;
  counts(): Counts;
}

/** Breaches of one kind that are kept in words; the others are counted. */
const KEPT = 20;

export function openLedger(): Ledger {
  const breaches: Breach[] = [];
  const counts = new Map<string, number>();
  const accepted = new Set<string>();

  const ledger: Ledger = {
    breaches,
    breach(invariant, seen) {
      ledger.count(`breaches: ${invariant}`);
      if (breaches.filter((one) => one.invariant === invariant).length < KEPT) breaches.push({ invariant, seen });
    },
    count(what, by = 1) {
      counts.set(what, (counts.get(what) ?? 0) + by);
    },
    accept(token) {
      if (accepted.has(token)) ledger.breach('twice', `token ${token} was accepted again`);
      accepted.add(token);
      ledger.count('tokens accepted');
    },
    counts: () => Object.fromEntries(counts),
  };
  return ledger;
}
