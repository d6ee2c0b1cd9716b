import euAv from '../../../spec/requirements/eu-av.json' with { type: 'json' };
import dsa28 from '../../../spec/requirements/eu-dsa-28-guidelines.json' with { type: 'json' };
import arcom from '../../../spec/requirements/fr-arcom-2024-20.json' with { type: 'json' };
import iso27566 from '../../../spec/requirements/iso-27566-1.json' with { type: 'json' };
import agcom from '../../../spec/requirements/it-agcom-96-25.json' with { type: 'json' };
import type { Catalogue } from './catalogue.ts';
import { readCatalogue } from './read-catalogue.ts';

/** Without `--catalogue`. */
export const DEFAULT_CATALOGUE = 'fr-arcom-2024-20';

/** The catalogues of `spec/requirements`, the default first. Imported, so that they are in the bundled package too. */
export function listCatalogues(): readonly Catalogue[] {
  return [arcom, agcom, euAv, dsa28, iso27566].map(readCatalogue);
}

export const findCatalogue = (id: string): Catalogue | undefined => listCatalogues().find((one) => one.id === id);
