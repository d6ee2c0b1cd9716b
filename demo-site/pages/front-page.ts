import type { SessionRule } from '@bauta/sdk/gate';
import { html } from 'hono/html';
import { MOVING_FILM } from '../films.ts';
import { SCENES } from '../scenes.ts';
import type { Texts } from '../texts/texts.ts';
import { layout } from './layout.ts';

/** The films, and who learns what of the visit that has just begun. */
export function frontPage(texts: Texts, rule: SessionRule): ReturnType<typeof html> {
  const limits = { lease: rule.leaseSeconds, leave: rule.leaveSeconds, idle: rule.idleSeconds };
  const films = SCENES.map((_, i) => {
    const number = i + 1;
    const badge = number === MOVING_FILM ? html`<span class="quiet">${texts.movingBadge}</span>` : '';
    return html`<li><a href="/films/${number}"><img src="/landscapes/${number}.svg" alt="" width="1600" height="900"
      ><span class="name"><span>${texts.film(number)}</span>${badge}</span></a></li>`;
  });
  const rows = texts.learns.rows.map(({ who, what }) => html`<dt>${who}</dt><dd>${what}</dd>`);
  return layout(
    texts,
    texts.films,
    html`<main class="frame">
<div class="intro"><h1>${texts.welcome}</h1><p class="lead">${texts.lead}</p></div>
<h2>${texts.films}</h2>
<ul class="films">${films}</ul>
<section class="learns">
<h2>${texts.learns.heading}</h2>
<dl>${rows}</dl>
<h2>${texts.session.heading}</h2>
<p>${texts.session.text(limits)}</p>
</section>
</main>`,
  );
}
