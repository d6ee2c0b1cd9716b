import type {
  Blob,
  Circumstances,
  Evidence,
  Exchange,
  Fact,
  Headers,
  Json,
  PageView,
  Plan,
  Probe,
} from './observation.ts';

/** Where the bytes of a digest are read. @throws when there are none */
export type ReadBlob = (sha256: string) => Uint8Array;

/** Evidence as checks read it: nothing but values, so that the same evidence is judged alike at any time. */
export interface EvidenceView {
  readonly plan: Plan;
  readonly target: string;
  readonly circumstances: Circumstances;
  /** A probe that was never begun is `untested` for `fault`, with nothing seen. */
  probe(name: string): ProbeView;
  /** UTF-8, with replacement characters where it is none. */
  text(blob: Blob): string;
  bytes(blob: Blob): Uint8Array;
}

/** A probe with its observations apart by kind. `label` narrows. */
export interface ProbeView extends Probe {
  exchanges(label?: string): readonly Exchange[];
  pages(label?: string): readonly PageView[];
  facts(label?: string): readonly Fact[];
  /** The value of the first fact of that label. */
  fact(label: string): Json | undefined;
}

export function viewEvidence(
  evidence: Pick<Evidence, 'plan' | 'target' | 'circumstances' | 'probes'>,
  read: ReadBlob,
): EvidenceView {
  const text = new TextDecoder();
  return {
    plan: evidence.plan,
    target: evidence.target,
    circumstances: evidence.circumstances,
    probe(name) {
      return viewProbe(evidence.probes.find((probe) => probe.name === name) ?? NEVER_BEGUN(name));
    },
    text: ({ sha256 }) => text.decode(read(sha256)),
    bytes: ({ sha256 }) => read(sha256),
  };
}

const NEVER_BEGUN = (name: string): Probe => ({ name, state: 'untested', reason: 'fault', observations: [] });

function viewProbe(probe: Probe): ProbeView {
  const { observations } = probe;
  const of = <Kind extends 'exchange' | 'page' | 'fact'>(kind: Kind, label?: string) =>
    observations.filter(
      (one): one is Extract<typeof one, { kind: Kind }> =>
        one.kind === kind && (label === undefined || one.label === label),
    );
  return {
    ...probe,
    exchanges: (label) => of('exchange', label),
    pages: (label) => of('page', label),
    facts: (label) => of('fact', label),
    fact: (label) => of('fact', label)[0]?.value,
  };
}

/** The first header of that name, which is given in lower case. */
export function headerOf(headers: Headers, name: string): string | undefined {
  return headers.find(([own]) => own === name)?.[1];
}

/** Every header of that name. */
export function headersOf(headers: Headers, name: string): readonly string[] {
  return headers.filter(([own]) => own === name).map(([, value]) => value);
}
