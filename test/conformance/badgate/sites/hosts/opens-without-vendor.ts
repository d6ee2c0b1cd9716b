import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';
import { giveScript } from '../frame/content.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';
import { answerParts, SHOW_PARTS } from '../frame/unlock.ts';

const loader = (vendor: string): string => `(() => {
  ${SHOW_PARTS}
  const check = document.createElement('script');
  check.onerror = show;
  check.src = '${vendor}/status.js';
  document.head.append(check);
})();
`;

/** Opens when the vendor does not answer (S-11); that it asks a vendor before the choice is a fault of its own (S-08). */
export const opensWithoutVendor: Fixture = site(
  {
    name: 'opens-without-vendor',
    sentence: 'Shows what it withholds when the vendor’s host does not answer.',
    seenAt: 'requirements.md, ARCOM-R5 (b) and (c): host blocked, provider down',
    fails: ['S-08', 'S-11'],
  },
  {
    hosts: { 'age-vendor': () => giveScript('/* up */\n') },
    before: (request, works) =>
      pathOf(request) === '/loader.js'
        ? giveScript(loader(works.hosts['age-vendor'] ?? ''))
        : answerParts(request, works),
    after: onGatePage(
      (html) => addToMain(html, '<script src="/loader.js" defer></script>'),
      ({ hosts }) => openPolicy({ 'script-src': hosts['age-vendor'] ?? '' }),
    ),
  },
);
