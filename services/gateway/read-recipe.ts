import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of a recipe with the lines of one's own in place of its examples.
 * @param changes each what stands in the recipe, and what is to stand there.
 * @throws Error when the recipe holds something not at all: it was changed, and whoever relies on it must follow.
 */
export function readRecipe(name: string, changes: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(import.meta.dirname, 'recipes', name), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}
