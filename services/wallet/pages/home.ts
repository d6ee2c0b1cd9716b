// `/`: what this is, and the way in.
import { element, listed, paragraph } from './frame/dom.ts';
import { createStage } from './frame/stage.ts';

/** Put in place of this name by the build: true in a demonstration. */
declare const HAS_PANEL: boolean;

createStage().show(({ home, knows }) => ({
  heading: home.heading,
  body: [
    paragraph(home.lead),
    element('div', { class: 'actions' }, element('a', { class: 'main', href: '/app/' }, home.open)),
    listed(home.who, [home.site, home.attester, home.issuer, home.host]),
    ...(HAS_PANEL ? [paragraph(element('a', { class: 'quiet', href: '/knows' }, knows.link))] : []),
  ],
}));
