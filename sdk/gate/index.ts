export { type AgeGate, ageGate, type GateAnswer } from './age-gate.ts';
export type { SetTimer } from './directory-schedule.ts';
export { chooseLanguage } from './language.ts';
export type { GateEvent, GateOptions } from './options.ts';
export { maskMark } from './pages/mask-mark.ts';
export { styleTokens } from './pages/tokens.css.ts';
export { type PolicyName, SESSION_RULES, type SessionPolicy, type SessionRule } from './session-rule.ts';
