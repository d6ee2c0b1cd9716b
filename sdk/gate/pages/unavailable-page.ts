import { type Asked, type Page, writeAction, writePage } from './page.ts';

/** The door is shut because a part of ours does not answer. */
export function unavailablePage(asked: Asked): Page {
  return writePage(asked, (writer) => {
    const { title, heading, lead, action } = writer.texts.unavailable;
    const content = [writeAction(writer, action, '/_age/gate')];
    return { title, heading, lead, content, address: '/_age/gate' };
  });
}
