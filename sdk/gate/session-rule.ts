/** Names of the rules that there are. */
export type PolicyName = 'fr-arcom' | 'it-agcom';

/** When a session ends (protocol.md §6). Seconds throughout. */
export interface SessionRule {
  readonly name: PolicyName;
  /** After the last request of the session. */
  readonly leaseSeconds: number;
  /** After a page has said that it is being left. */
  readonly leaveSeconds: number;
  /** After the last input of a person, whatever requests come. */
  readonly idleSeconds: number;
  /** The same where no page of the site beats, so that only navigations tell of a person. */
  readonly idleSecondsWithoutScripts: number;
}

/** A rule by its name, or with values of one's own: none may be looser than the rule's. */
export type SessionPolicy = PolicyName | ({ readonly preset: PolicyName } & Partial<Omit<SessionRule, 'name'>>);

/** The regulators' rules as data. */
export const SESSION_RULES: Readonly<Record<PolicyName, SessionRule>> = {
  'fr-arcom': {
    name: 'fr-arcom',
    leaseSeconds: 90,
    leaveSeconds: 15,
    idleSeconds: 3600,
    idleSecondsWithoutScripts: 900,
  },
  'it-agcom': {
    name: 'it-agcom',
    leaseSeconds: 90,
    leaveSeconds: 15,
    idleSeconds: 2700,
    idleSecondsWithoutScripts: 900,
  },
};

/** Below these a person would be asked again for having blinked: pages in the background may run a timer once a minute. */
const LEAST: Omit<SessionRule, 'name'> = {
  leaseSeconds: 30,
  leaveSeconds: 5,
  idleSeconds: 60,
  idleSecondsWithoutScripts: 60,
};

/** @throws TypeError for an unknown name, an unknown member, or a value that is looser than the rule's or senseless. */
export function readSessionRule(policy: SessionPolicy): SessionRule {
  const { preset, ...own } = typeof policy === 'string' ? { preset: policy } : policy;
  if (!Object.hasOwn(SESSION_RULES, preset)) throw new TypeError('policy: not the name of a rule');
  const rule = SESSION_RULES[preset];
  for (const [name, value] of Object.entries(own)) {
    if (!Object.hasOwn(LEAST, name)) throw new TypeError('policy: not a member of a rule');
    const [least, most] = [LEAST[name as keyof typeof LEAST], rule[name as keyof typeof LEAST]];
    if (!Number.isInteger(value) || value < least || value > most) throw new TypeError(`policy: ${name}`);
  }
  return { ...rule, ...own };
}
