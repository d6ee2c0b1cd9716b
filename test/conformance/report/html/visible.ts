/**
 * Signs that are not seen, or that turn around what stands beside them: controls, directions, joiners and spaces of no
 * width, tags, halves of surrogate pairs. Line feeds and tabs stay, and the selector that follows many a picture sign.
 */
const UNSEEN =
  /(?!\n|\t|\ufe0f)(?:\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|\p{Noncharacter_Code_Point})/gu;

/** Text of anybody, with its unseen signs named as `[U+202E]`. */
export function makeVisible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, (sign) => `[U+${(sign.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}]`);
}
