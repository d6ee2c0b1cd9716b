import type { Fault, Works } from '../../frame.ts';
import { pathOf } from './asks.ts';
import { addToMain, onGatePage } from './gate-page.ts';

/**
 * A second option on the gate page, that leads to a vendor; the page says that the vendor can learn the site.
 * @param address what follows the vendor's origin. @param link further attributes of the link
 */
export function vendorOption(address: (works: Works) => string, link = 'rel="noreferrer"'): Fault {
  const OPTION = (works: Works): string => `<ul class="offers" role="list"><li>
<a class="action other" ${link} href="${works.hosts['age-vendor']}${address(works)}" aria-describedby="level-vendor">Faire vérifier mon âge par un prestataire</a>
<p class="level" id="level-vendor">Niveau de protection\u00a0: <strong>qui vérifie votre âge peut apprendre que vous êtes ici</strong></p>
</li></ul>`;
  return {
    hosts: { 'age-vendor': answerVendor },
    after: onGatePage((html, works) => addToMain(html, OPTION(works))),
  };
}

/** The page of a vendor: neutral, and loads nothing. */
function answerVendor(request: Request): Response {
  if (pathOf(request) !== '/check') return new Response(null, { status: 404 });
  const html =
    '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>Vérification</title></head><body><main><h1>Vérification d’âge</h1></main></body></html>\n';
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' },
  });
}
