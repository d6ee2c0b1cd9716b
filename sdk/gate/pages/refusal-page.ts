import { type Asked, type Page, writeAction, writeContact, writePage } from './page.ts';

/** One page for every refusal: what happened, what it does not mean, what to do. It depends on the language alone. */
export function refusalPage(asked: Asked): Page {
  return writePage(asked, (writer) => {
    const { title, heading, lead, cost, action, advice, code } = writer.texts.refusal;
    const notes = [cost, advice].map((note) => `<p class="note">${writer.say(note)}</p>`);
    const content = [
      writeAction(writer, action, '/_age/go'),
      ...notes,
      writeContact(writer, asked.settings.contact),
      `<p class="code">${writer.say(code)} <code>ERR_PROOF_NEEDED</code></p>`,
    ];
    return { title, heading, lead, content, address: '/_age/enter' };
  });
}
