import { createInterface } from 'node:readline';
import { openPlace } from '../../ports/places.ts';
import { type Errand, openSiteInstance, type Site } from './site-instance.ts';

/** One instance of a site: its first line says which, each further one is an errand that it runs at once. */
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { place, ...site } = JSON.parse((await lines.next()).value) as Site & { readonly place: string };
const opened = await openPlace(place);
const run = await openSiteInstance(site, {
  spent: opened.spentSet(() => site.now),
  codes: opened.sessions(() => site.now),
});

console.log('ready');
for (let line = await lines.next(); !line.done; line = await lines.next()) {
  console.log(JSON.stringify(await run(JSON.parse(line.value) as Errand)));
}
opened.close();
