import type { FileFault } from '../evidence/manifest.ts';
import type { Text } from '../text.ts';

/** By the manifest that lies with it: who made the evidence is for `verify` to say. */
export const FILE_FAULTS: Readonly<Record<FileFault['kind'], (file: string) => Text>> = {
  changed: (file) => ({
    en: `${file} is not as the manifest has it.`,
    fr: `${file} n’est pas tel que le manifeste l’indique.`,
  }),
  missing: (file) => ({
    en: `${file} is missing.`,
    fr: `${file} manque.`,
  }),
  extra: (file) => ({
    en: `${file} is not in the manifest.`,
    fr: `${file} n’est pas au manifeste.`,
  }),
};
