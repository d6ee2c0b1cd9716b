export { type AgeGate, ageGate, type GateAnswer } from './age-gate.ts';
export type { SetTimer } from './directory-schedule.ts';
export { chooseLanguage } from './language.ts';
export type { GateEvent, GateOptions } from './options.ts';
export { maskMark } from './pages/mask-mark.ts';
export { styleTokens } from './pages/tokens.css.ts';
export { IDLE_SECONDS, LEASE_SECONDS, LEAVE_SECONDS } from './session-lease.ts';
