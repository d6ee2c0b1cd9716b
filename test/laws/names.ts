import { type Sources, stripWords } from './sources.ts';

/** Words that say nothing of what a file is for. */
const EMPTY_WORDS = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'handler', 'handlers', 'misc'];

/** Names that are given, not chosen. */
const GIVEN = /(^|\/)(README\.md|SECURITY\.md|LICENSE|Dockerfile|Caddyfile|\.[^/]*)$|^test\/oidf\/VP1\w+\.test\.ts$/;

/** Configuration of tools and entries of Workers: their readers want a default export. */
const DEFAULT_EXPORTS = /(^test\/vitest\.config\.ts|(^|\/)worker\.ts)$/;

/** A line for each path that is not kebab-case, or has a part that says nothing. */
export function findBadNames(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (GIVEN.test(path)) return [];
    const segments = path.split('/').filter((segment) => !segment.startsWith('.'));
    const isKebab = segments.every((segment) => /^[a-z0-9]+([.-][a-z0-9]+)*$/.test(segment));
    const words = segments.flatMap((segment) => segment.split(/[.-]/));
    const empty = words.find((word) => EMPTY_WORDS.includes(word));
    return [
      ...(isKebab ? [] : [`${path}: is not kebab-case`]),
      ...(empty === undefined ? [] : [`${path}: "${empty}" says nothing of what it is for`]),
    ];
  });
}

/** A line for each TypeScript file with a default export that nobody asks for. */
export function findDefaultExports(sources: Sources): readonly string[] {
  return [...sources]
    .filter(([path]) => !DEFAULT_EXPORTS.test(path))
    .filter(([, text]) => /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/.test(stripWords(text)))
    .map(([path]) => `${path}: has a default export`);
}
