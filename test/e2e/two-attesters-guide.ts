import { guideBlock } from '../programs/guide-block.ts';

/** A command of the guide on attesters as it stands there. */
const commandOf = (name: string): string => guideBlock('attesters.md', name).join('\n');

/** What stands behind `npm start --` where the second attester is started. */
export function wordsOfSecond(): string[] {
  const [, words] = /^npm start -- ([a-z -]+)$/.exec(commandOf('attesters second')) ?? [];
  if (words === undefined) throw new Error('not a start of a room');
  return words.split(' ');
}

/** The settings with which all rooms are started again. @param portBase in the place of 4000. */
export function settingsToJoin(portBase: number): Readonly<Record<string, string>> {
  const command = commandOf('attesters join').replace(/:4(\d{3})\b/g, (_, offset) => `:${portBase + Number(offset)}`);
  const found = [...command.matchAll(/([A-Z_]+)=(?:'([^']*)'|(\S+)) /g)];
  if (!/ npm start$/.test(command) || found.length !== 2) throw new Error('not settings and a start');
  return Object.fromEntries(found.map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
}

/** The line that retires a key of the second attester. @param week in the place of the guide's. */
export function retireLine(week: string): string {
  return commandOf('attesters retire').replaceAll('2026-W47', week);
}
