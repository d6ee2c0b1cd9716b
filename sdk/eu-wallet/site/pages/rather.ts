import type { Writer } from '../../../gate/pages/page.ts';
import { TEXTS } from '../texts/index.ts';

/** The way back to what keeps more from the site: on every page of this method. */
export function writeRather({ language, texts, say }: Writer): string {
  const { heading, note, action } = TEXTS[language].rather;
  return `<section>
<h2>${say(heading)}</h2>
<p>${say(texts.level)} <strong>${say(texts.levels['double-blind'])}</strong>. ${say(note)}</p>
<p><a rel="noreferrer nofollow" href="/_age/go">${say(action)}</a></p>
</section>`;
}
