import { nameOf, originOf } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import { z } from 'zod';

/** What an operator changed by hand of the attesters that the settings name. */
export interface AttestersByHand {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const NONE: AttestersByHand = { added: [], removed: [] };
const NAME = z.string().refine((name) => nameOf(originOf(name)) === name);
const KEPT = z.strictObject({ added: z.array(NAME), removed: z.array(NAME) });

/** @throws SyntaxError, ZodError when the text is damaged: whom to believe is not to be guessed */
export async function loadByHand(text: KeptText): Promise<AttestersByHand> {
  const kept = await text.load();
  return kept === undefined ? NONE : KEPT.parse(JSON.parse(kept));
}

/** The attesters whose grants are good: those of the settings and those added, without those removed. */
export function believedNames(configured: readonly string[], { added, removed }: AttestersByHand): readonly string[] {
  return [...new Set([...configured, ...added])].filter((name) => !removed.includes(name));
}

/** A later word replaces an earlier one about the same name. */
export async function saveByHand(text: KeptText, change: 'add' | 'remove', name: string): Promise<void> {
  const { added, removed } = await loadByHand(text);
  const others = { added: added.filter((one) => one !== name), removed: removed.filter((one) => one !== name) };
  const next =
    change === 'add'
      ? { ...others, added: [...others.added, name] }
      : { ...others, removed: [...others.removed, name] };
  await text.save(JSON.stringify(next));
}
