export type { Sessions } from '../verifier/sessions.ts';
