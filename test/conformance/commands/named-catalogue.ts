import type { Catalogue } from '../catalogue/catalogue.ts';
import { findCatalogue, listCatalogues } from '../catalogue/published.ts';
import { ConfigurationFault } from '../exit-codes.ts';

/** @param flag where it was named. @throws ConfigurationFault that says which there are */
export function namedCatalogue(flag: string, id: string): Catalogue {
  const catalogue = findCatalogue(id);
  if (catalogue !== undefined) return catalogue;
  const known = listCatalogues()
    .map((one) => one.id)
    .join(', ');
  throw new ConfigurationFault({ en: `${flag}: one of ${known}`, fr: `${flag}\u00a0: l’un de ${known}` });
}
