/** Names that a script uses for a flag of age: in cookies, storage and addresses. */
const FLAG = /["'`]([a-z_][\w.-]{1,40})["'`]/gi;
const ABOUT_AGE =
  /(^|[^a-z])(age|adult|over_?1[68]|18plus|disclaimer|consent18|majeur|mature|gate|is18|verified)|ageV|ageG|ageO|AgeV|Adult|Verified/;

/** In the order of the text, each once. */
export function readFlagNames(source: string): readonly string[] {
  const named = [...source.matchAll(/\b(?:cookie\s*=\s*["'`]|setItem\(\s*["'`]|getItem\(\s*["'`])([\w.-]{1,40})/g)].map(
    ([, name = '']) => name,
  );
  const quoted = [...source.matchAll(FLAG)]
    .map(([, name = '']) => name)
    .filter((name) => ABOUT_AGE.test(name) && !name.includes('.'));
  return [...new Set([...named.filter((name) => ABOUT_AGE.test(name)), ...quoted])];
}
