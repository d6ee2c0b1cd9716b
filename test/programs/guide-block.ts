import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GUIDES = join(import.meta.dirname, '../../spec/guides');

/**
 * The commands of a guide's block, as they stand under `<!-- runs: NAME -->`: a line each, or with those that it goes on
 * with behind a backslash. @throws when there is none
 */
export function guideBlock(guide: string, name: string): readonly string[] {
  const [, text] = blockOf(guide, name, 'sh');
  return text.trim().split(/(?<!\\)\n/);
}

/** The text of a guide's block of some other language, as it stands there. @throws when there is none */
export const guideText = (guide: string, name: string, language: string): string => blockOf(guide, name, language)[1];

function blockOf(guide: string, name: string, language: string): readonly [string, string] {
  const fence = new RegExp(`<!-- runs: ${name} -->\\n+( *)\`\`\`${language}\\n([\\s\\S]*?)^\\1\`\`\`$`, 'm');
  const [, indent, block] = fence.exec(readFileSync(join(GUIDES, guide), 'utf8')) ?? [];
  if (indent === undefined || block === undefined) throw new Error(`${guide} has no block "${name}"`);
  return [indent, block.replace(new RegExp(`^${indent}`, 'gm'), '')];
}
