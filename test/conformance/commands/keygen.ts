import { EXIT, type ExitCode } from '../exit-codes.ts';
import { generateSigningKey, RefusedKey } from '../report/sign/signing-key.ts';
import type { Language } from '../text.ts';

/** Where the command speaks. */
export interface ProofTerminal {
  readonly language: Language;
  readonly print: (line: string) => void;
  /** What is wrong. */
  readonly complain: (line: string) => void;
}

/** Makes a key. @returns 0, or 3 where a file of that name is there already */
export function makeKey(path: string, { language, print, complain }: ProofTerminal): ExitCode {
  try {
    const { privatePath, publicPath, keyId } = generateSigningKey(path);
    for (const line of LINES[language](privatePath, publicPath, keyId)) print(line);
    return EXIT.held;
  } catch (error) {
    if (!(error instanceof RefusedKey)) throw error;
    complain(`keygen: ${error.text[language]}`);
    return EXIT.configuration;
  }
}

const LINES: Readonly<Record<Language, (privatePath: string, publicPath: string, keyId: string) => readonly string[]>> =
  {
    en: (privatePath, publicPath, keyId) => [
      `private key  ${privatePath}  keep it to yourself: whoever has it signs as you`,
      `public key   ${publicPath}  publish it, and give it along with reports`,
      `digest       ${keyId}  tell it by another way, so that others know the key is yours`,
    ],
    fr: (privatePath, publicPath, keyId) => [
      `clé privée    ${privatePath}  gardez-la pour vous\u00a0: qui la détient signe en votre nom`,
      `clé publique  ${publicPath}  publiez-la et joignez-la aux rapports`,
      `empreinte     ${keyId}  communiquez-la par une autre voie, pour que l’on sache que la clé est la vôtre`,
    ],
  };
