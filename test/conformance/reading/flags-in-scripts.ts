/** A name under which a script looks for something that it kept in the browser, with a value that it compares with. */
export interface Flag {
  readonly name: string;
  readonly value?: string;
}

const NAME = `["'\`]([\\w.:-]{2,60})["'\`]`;
const ENDING = `\\)?\\s*(?:[!=]==?\\s*["'\`]([^"'\`]{1,60})["'\`])?`;

/** Where names stand: storage by method and by member, and cookies by the libraries for them. */
const PLACES: readonly RegExp[] = [
  new RegExp(`(?:get|set)Item\\(\\s*${NAME}\\s*${ENDING}`, 'g'),
  new RegExp(`(?:local|session)Storage\\[\\s*${NAME}\\s*\\]${ENDING}`, 'g'),
  /(?:local|session)Storage\.(?!getItem|setItem|removeItem|clear|key\b|length)([A-Za-z_$][\w$]{1,60})\)?\s*(?:[!=]==?\s*["'`]([^"'`]{1,60})["'`])?/g,
  new RegExp(`[cC]ookies?\\.(?:get|set|has)\\(\\s*${NAME}\\s*${ENDING}`, 'g'),
  new RegExp(`[gs]etCookie\\(\\s*${NAME}\\s*${ENDING}`, 'g'),
  /cookie[^;\n]{0,60}?["'`]([\w.-]{2,60})=([^"'`;\s]{0,60})/g,
];

/** Cookies and keys of storage that a script names; at most 40, in the order of the script. */
export function flagsIn(script: string): readonly Flag[] {
  const found = PLACES.flatMap((place) =>
    [...script.matchAll(place)].map(([, name = '', value]) => (value ? { name, value } : { name })),
  );
  return [...new Map(found.map((flag) => [`${flag.name} ${'value' in flag ? flag.value : ''}`, flag])).values()].slice(
    0,
    40,
  );
}
