import type { Actor, Automation, BasisStatus } from '../../catalogue/catalogue.ts';
import type { Finding, Outcome } from '../../checks/check.ts';
import type { Circumstances, Exchange, NoAnswer, Plan, Untested } from '../../evidence/observation.ts';
import type { Coverage, RequirementState, Verdict, Weight } from '../../verdict/report.ts';

type Severity = Finding['severity'];

/** A name, and what it means. */
export interface Term {
  readonly name: string;
  readonly meaning: string;
}

/** A figure may be written with separators: `shown`. */
type Counted = (value: number, shown: string) => string;

/** Every sentence of the report. */
export interface Words {
  readonly title: string;
  readonly titleOf: (target: string) => string;
  readonly skip: string;
  readonly contents: string;

  readonly verdict: {
    readonly heading: string;
    readonly line: Readonly<Record<Verdict, string>>;
    /** After the line of `no-breach`. */
    readonly covered: (covered: string, total: string, inPart: number, inPartShown: string) => string;
    readonly breaches: Counted;
    readonly wouldBreach: Counted;
    readonly outside: Counted;
    readonly meaning: Readonly<Record<Weight, string>>;
    readonly doubts: string;
    readonly strict: string;
  };

  readonly coverage: {
    readonly heading: string;
    readonly picture: (total: string) => string;
    readonly part: Readonly<Record<Exclude<keyof Coverage, 'total'> | 'other', Term>>;
  };

  readonly scope: {
    readonly heading: string;
    readonly target: string;
    readonly plan: string;
    readonly plans: Readonly<Record<Plan, string>>;
    readonly catalogue: string;
    readonly partialCatalogue: string;
    readonly when: string;
    readonly fromTo: (from: string, to: string) => string;
    readonly operator: string;
    readonly noOperator: string;
    readonly authority: string;
    readonly authorised: string;
    readonly unauthorised: string;
    readonly ownMachine: string;
    readonly requests: string;
    readonly sent: (sent: string, cap: string, pace: string) => string;
    readonly pace: (perSecond: string) => string;
    readonly noPace: string;
    readonly tested: string;
    readonly ran: (ran: string, total: string) => string;
  };

  readonly limits: {
    readonly heading: string;
    readonly all: readonly string[];
    readonly plan: Readonly<Record<Plan, readonly string[]>>;
  };

  readonly findings: {
    readonly heading: string;
    readonly none: string;
    readonly lead: string;
    readonly one: (number: number) => string;
    readonly rule: string;
    readonly expected: string;
    readonly observed: string;
    readonly why: string;
    readonly fix: string;
    readonly reproduce: string;
    readonly requirements: string;
    readonly noRequirement: string;
    readonly check: string;
    readonly exhibits: string;
    readonly summary: string;
    readonly severity: Readonly<Record<Severity, Term>>;
    readonly severityName: string;
    readonly weightName: string;
    readonly weight: Readonly<Record<Weight, string>>;
  };

  readonly exhibits: {
    readonly one: (id: string) => string;
    readonly by: Readonly<Record<Exchange['by'], string>>;
    readonly page: string;
    readonly fact: string;
    readonly request: string;
    readonly response: string;
    readonly noAnswer: Readonly<Record<NoAnswer, string>>;
    readonly screenshot: (title: string, url: string, width: string) => string;
    readonly screenshotLeftOut: (path: string) => string;
    readonly text: string;
    readonly cut: (shown: string, total: string) => string;
    readonly readCut: string;
    readonly binary: (bytes: string, shown: string) => string;
    readonly empty: string;
    readonly above: (number: number) => string;
    readonly more: (count: number) => string;
    readonly missing: string;
    readonly unreadable: string;
  };

  readonly checks: {
    readonly heading: string;
    readonly lead: string;
    readonly seen: string;
    readonly findings: string;
    readonly outcome: Readonly<Record<Outcome, Term>>;
    readonly reason: Readonly<Record<Untested, string>>;
  };

  readonly matrix: {
    readonly heading: string;
    readonly lead: string;
    readonly id: string;
    readonly requirement: string;
    readonly basis: string;
    readonly binds: string;
    readonly state: string;
    readonly checks: string;
    readonly noChecks: string;
    readonly declared: string;
    readonly declaredBy: string;
    readonly question: string;
    readonly advice: string;
    readonly states: Readonly<Record<RequirementState, Term>>;
    readonly status: Readonly<Record<BasisStatus, Term>>;
    readonly actor: Readonly<Record<Actor, string>>;
    readonly automation: Readonly<Record<Automation, string>>;
    readonly sources: string;
  };

  readonly method: {
    readonly heading: string;
    readonly paragraphs: readonly string[];
    readonly circumstances: string;
    readonly suite: string;
    readonly node: string;
    readonly browser: string;
    readonly noBrowser: string;
    readonly profile: string;
    readonly freshProfile: string;
    readonly clock: string;
    readonly ahead: (seconds: string) => string;
    readonly behind: (seconds: string) => string;
    readonly exact: string;
    readonly noDate: string;
    readonly time: string;
    readonly clocks: Readonly<Record<Circumstances['clock'], string>>;
    readonly waits: string;
    readonly long: string;
    readonly notLong: string;
    readonly tokens: string;
    readonly token: Readonly<Record<Circumstances['tokens'], string>>;
    readonly dns: string;
    readonly noDns: string;
    readonly tls: string;
    readonly noTls: string;
    readonly issuedBy: (issuer: string) => string;
    readonly valid: (from: string, to: string) => string;
    readonly digests: string;
    readonly evidence: string;
    readonly catalogue: string;
    readonly verify: readonly string[];
  };

  readonly glossary: {
    readonly heading: string;
    readonly outcomes: string;
    readonly states: string;
    readonly statuses: string;
    readonly weights: string;
    readonly severities: string;
    readonly coverage: string;
  };
}
