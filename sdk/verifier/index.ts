export type { KeptText } from './kept-text.ts';
export {
  createKeyDirectory,
  DIRECTORY_LIFETIME,
  type KeyDirectory,
  type KeyDirectoryOptions,
} from './key-directory.ts';
export type { Sessions } from './sessions.ts';
export type { SpentSet } from './spent-set.ts';
export type { UsableKeys } from './usable-keys.ts';
export { CODE_LIFETIME, createVerifier, type Presentation, type Verifier, type VerifierOptions } from './verifier.ts';
