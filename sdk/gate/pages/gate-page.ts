import { listOffers, type Offer } from '../offers.ts';
import type { OfferName } from '../privacy.ts';
import { type Asked, type Page, type Writer, writePage } from './page.ts';

/** The only page that a minor may see: short, unalarming, and the ways on. The most private is the first. */
export function gatePage(asked: Asked): Page {
  return writePage(asked, (writer) => {
    const { title, heading, lead } = writer.texts.gate;
    const items = listOffers(asked.settings.methods).map((offer, i) => writeOffer(writer, offer, i));
    const content = [`<ul class="offers" role="list">\n${items.join('\n')}\n</ul>`];
    return { title, heading: heading(writer.age), lead, content, address: '/_age/gate' };
  });
}

/** A button, the level of privacy, and who learns what: read before the choice, not after it. */
function writeOffer({ texts, language, age, say }: Writer, offer: Offer, index: number): string {
  const { name, privacy, href } = offer;
  const { action, learns } = offer.texts?.[language] ?? texts.offers[name as OfferName];
  const kind = index === 0 ? 'action' : 'action other';
  return `<li>
<a class="${kind}" rel="noreferrer nofollow" href="${href}" aria-describedby="level-${index} learns-${index}">${say(action)}</a>
<p class="level" id="level-${index}">${say(texts.level)} <strong>${say(texts.levels[privacy])}</strong></p>
<p class="note" id="learns-${index}">${say(learns(age))}</p>
</li>`;
}
