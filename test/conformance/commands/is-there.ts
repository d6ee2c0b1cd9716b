import type { Text } from '../text.ts';

const NAME_ANOTHER = {
  file: { en: 'name another file', fr: 'nommez un autre fichier' },
  folder: { en: 'name another folder', fr: 'nommez un autre dossier' },
} as const satisfies Readonly<Record<string, Text>>;

/** Nothing that is there is written over. */
export const isThere = (path: string, kind: keyof typeof NAME_ANOTHER): Text => ({
  en: `--out: ${path} is there already; ${NAME_ANOTHER[kind].en}`,
  fr: `--out\u00a0: ${path} existe déjà\u00a0; ${NAME_ANOTHER[kind].fr}`,
});
