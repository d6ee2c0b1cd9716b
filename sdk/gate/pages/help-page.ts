import type { Help } from '../help/help.ts';
import { helpIn } from '../help/index.ts';
import { linkAway } from './markup.ts';
import { type Asked, type Page, type Writer, writeContact, writePage } from './page.ts';

/** Who listens and who answers, in the site's country: the same page for everyone, whatever brought them to it. */
export function helpPage(asked: Asked): Page {
  const { country, contact } = asked.settings;
  return writePage(asked, (writer) => {
    const { title, heading, lead, back } = writer.texts.help;
    const items = helpIn(country).map((help) => writeHelp(writer, help));
    const content = [`<ul class="help" role="list">\n${items.join('\n')}\n</ul>`, writeContact(writer, contact)];
    const last = { label: back, address: '/_age/gate' } as const;
    return { title, heading, lead, content, address: '/_age/help', last };
  });
}

function writeHelp({ texts, say }: Writer, { kind, name, number, hours, href }: Help): string {
  const { kinds, call, hours: sayHours } = texts.help;
  const spoken = [kinds[kind], ...(hours === undefined ? [] : [sayHours(hours)])].join(' ');
  return `<li>
<h2>${linkAway(href, say(name))}</h2>
<p>${say(spoken)}</p>
${number === undefined ? '' : `<p><a class="call" href="tel:${number}">${say(`${call} ${number}`)}</a></p>\n`}</li>`;
}
