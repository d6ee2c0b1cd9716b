const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** The gate's name of an option that a file writes in snake_case: `public_paths` is `publicPaths`. */
export function toOptionName(key: string): string | undefined {
  return SNAKE.test(key) ? key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : undefined;
}

/** A value with the names inside of it as the gate spells them. Names in another spelling stay, for the gate to judge. */
export function toOptionValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toOptionValue);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  // A name that is written as the gate spells it would be a second way to write the same.
  const rename = (key: string): string => toOptionName(key) ?? (/[A-Z]/.test(key) ? `not ${key}` : key);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [rename(key), toOptionValue(one)]));
}
