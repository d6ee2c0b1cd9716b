/** Bytes that were seen, by their digest. */
export interface Blob {
  /** SHA-256, lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** Media type as the sender named it, without parameters; absent where none was named. */
  readonly type?: string;
}

/** Name and value as they were sent, in their order. Names in lower case. */
export type Headers = readonly (readonly [name: string, value: string])[];

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: Blob;
}

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  /** What was read. Media are read up to 1,024 bytes. */
  readonly body: Blob;
  /** There was more, which was not read. */
  readonly isCut: boolean;
}

/** Why there is no answer. `blocked`: the suite itself kept a browser from sending it. */
export type NoAnswer = 'refused' | 'reset' | 'timeout' | 'dns' | 'tls' | 'blocked' | 'malformed' | 'other';

interface Common {
  /** Unique in the evidence: `p3.12` is the twelfth observation of the third probe. */
  readonly id: string;
  /** What it was for, for programs: `canary`, `home`, `after-removal`. The same label may be used many times. */
  readonly label: string;
  /** ISO 8601 by the machine's clock. */
  readonly at: string;
}

/** One request and what came of it, whoever sent it. */
export interface Exchange extends Common {
  readonly kind: 'exchange';
  /** Of the suite itself, of a browser that it drives, or of its robot as a wallet. */
  readonly by: 'http' | 'browser' | 'robot';
  readonly request: Sent;
  /** Either an answer, or why there is none. */
  readonly response?: Received;
  readonly noAnswer?: NoAnswer;
  readonly ms: number;
}

export interface StoredCookie {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
  /** Unix seconds; absent for a cookie that ends with the browser. */
  readonly expires?: number;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
  /** SHA-256 of the value: values are nobody's business. */
  readonly value: string;
}

/** Names of what a page's origin keeps in the browser, with the digest of each value where there is one. */
export interface Storage {
  readonly origin: string;
  readonly local: Readonly<Record<string, string>>;
  readonly session: Readonly<Record<string, string>>;
  readonly databases: readonly string[];
  readonly caches: readonly string[];
  readonly workers: readonly string[];
}

/** What axe found. */
export interface AccessFault {
  readonly rule: string;
  readonly impact: 'minor' | 'moderate' | 'serious' | 'critical';
  readonly help: string;
  /** CSS selectors. */
  readonly targets: readonly string[];
}

/** A page as it stood in a browser. */
export interface PageView extends Common {
  readonly kind: 'page';
  readonly url: string;
  readonly title: string;
  readonly language: string;
  /** The document as it stood, serialised. */
  readonly dom: Blob;
  /** What a person can read (innerText). */
  readonly text: Blob;
  /** PNG. */
  readonly screenshot?: Blob;
  readonly width: number;
  readonly cookies: readonly StoredCookie[];
  readonly storage?: Storage;
  readonly access?: readonly AccessFault[];
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Something measured or done that is neither. Its label says what; the probe's file documents its shape. */
export interface Fact extends Common {
  readonly kind: 'fact';
  readonly value: Json;
}

export type Observation = Exchange | PageView | Fact;

/** Why a probe was not run, or not to its end. */
export type Untested =
  | 'no-browser'
  | 'no-tokens'
  | 'no-authority'
  | 'no-clock'
  | 'not-long'
  | 'request-cap'
  | 'nothing-to-try'
  | 'not-our-protocol'
  | 'no-answer'
  | 'fault';

/** Everything that was done for one purpose. */
export interface Probe {
  readonly name: string;
  readonly state: 'done' | 'untested';
  readonly reason?: Untested;
  readonly observations: readonly Observation[];
}

/** The surroundings of a run, for whoever must judge it later. */
export interface Circumstances {
  readonly suite: { readonly name: '@bauta/conformance'; readonly version: string };
  readonly node: string;
  readonly platform: string;
  /** By the machine's clock, ISO 8601. */
  readonly began: string;
  readonly ended: string;
  /** Seconds that the machine's clock is ahead of the target's Date header; absent without one. */
  readonly clockAhead?: number;
  readonly dns: readonly { readonly host: string; readonly addresses: readonly string[] }[];
  /** From the leaf to the root, as the target sent them; empty without TLS. */
  readonly tls: readonly {
    readonly subject: string;
    readonly issuer: string;
    readonly validFrom: string;
    readonly validTo: string;
    /** SHA-256 of the certificate, hexadecimal. */
    readonly sha256: string;
  }[];
  readonly tlsVersion?: string;
  readonly browser?: string;
  /** As it was typed. */
  readonly operator?: string;
  readonly requests: { readonly sent: number; readonly cap: number; readonly perSecond: number };
  readonly isAuthorised: boolean;
  readonly isLong: boolean;
  readonly tokens: 'test-issuer' | 'demonstration' | 'file' | 'none';
  readonly clock: 'machine' | 'test-clock';
}

export type Plan = 'site' | 'issuer' | 'wallet';

/** `evidence.json`: all that checks may know. */
export interface Evidence {
  readonly schema: 'urn:bauta:schema:evidence:1';
  readonly plan: Plan;
  /** The origin that was asked for. */
  readonly target: string;
  readonly circumstances: Circumstances;
  readonly probes: readonly Probe[];
}
