import type { Json } from '../../evidence/observation.ts';

/**
 * An expression that runs a function in a page. The function may use nothing from outside of itself but its argument.
 * Build tools that keep names call a helper `__name` in it, which no page has.
 */
export function inPage(run: (argument: never) => unknown, argument: Json = null): string {
  // In a script element, `<` and the line ends of JSON could end what it stands in.
  const literal = JSON.stringify(argument).replace(
    /[<\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `(() => { const __name = (one) => one; return (${run.toString()})(${literal}); })()`;
}
