// `/`: what this is, and the way in.
import { element, listed, paragraph } from './dom.ts';
import { createStage } from './stage.ts';

createStage().show(({ home }) => ({
  heading: home.heading,
  body: [
    paragraph(home.lead),
    element('div', { class: 'actions' }, element('a', { class: 'main', href: '/app/' }, home.open)),
    listed(home.who, [home.site, home.attester, home.issuer, home.host]),
  ],
}));
