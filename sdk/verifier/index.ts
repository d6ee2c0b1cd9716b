export {
  createKeyDirectory,
  DIRECTORY_LIFETIME,
  type KeyDirectory,
  type KeyDirectoryOptions,
  type UsableKeys,
} from './key-directory.ts';
export type { Sessions } from './sessions.ts';
export type { SpentSet } from './spent-set.ts';
export { CODE_LIFETIME, createVerifier, type Presentation, type Verifier, type VerifierOptions } from './verifier.ts';
