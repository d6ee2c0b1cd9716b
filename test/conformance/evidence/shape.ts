import { RefusedEvidence } from './refused-evidence.ts';

/** What a value is not, where it is not that, as `probes[2].name is not a text`; undefined for a value of that shape. */
export type Shape = (value: unknown, at: string) => string | undefined;

const isIt =
  (what: string, holds: (value: unknown) => boolean): Shape =>
  (value, at) =>
    holds(value) ? undefined : `${at} is not ${what}`;

export const text: Shape = isIt('a text', (value) => typeof value === 'string');
export const flag: Shape = isIt('true or false', (value) => typeof value === 'boolean');
export const number: Shape = isIt('a number', (value) => typeof value === 'number');
export const count: Shape = isIt('a whole number from 0', (value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const digest: Shape = isIt('a SHA-256', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
export const instant: Shape = isIt(
  'an instant',
  (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
);
/** JSON holds nothing else. */
export const anything: Shape = () => undefined;
export const constant = (wanted: string): Shape => isIt(JSON.stringify(wanted), (value) => value === wanted);
export const oneOf = (...wanted: readonly string[]): Shape =>
  isIt(`one of ${wanted.join(', ')}`, (value) => typeof value === 'string' && wanted.includes(value));
export const optional =
  (shape: Shape): Shape =>
  (value, at) =>
    value === undefined ? undefined : shape(value, at);

export function arrayOf(shape: Shape): Shape {
  return (value, at) =>
    Array.isArray(value) ? firstOf(value, (member, i) => shape(member, `${at}[${i}]`)) : `${at} is not a list`;
}

export function tuple(...shapes: readonly Shape[]): Shape {
  return (value, at) =>
    Array.isArray(value) && value.length === shapes.length
      ? firstOf(shapes, (shape, i) => shape(value[i], `${at}[${i}]`))
      : `${at} is not a list of ${shapes.length}`;
}

/** Names of any kind, values of one. */
export function recordOf(shape: Shape): Shape {
  return (value, at) =>
    isRecord(value)
      ? firstOf(Object.entries(value), ([name, member]) => shape(member, `${at}.${name}`))
      : `${at} is not an object`;
}

/** These members and no other. */
export function object(members: Readonly<Record<string, Shape>>): Shape {
  return (value, at) => {
    if (!isRecord(value)) return `${at} is not an object`;
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
    if (unknown !== undefined) return `${at}.${unknown} is not known`;
    return firstOf(Object.entries(members), ([name, shape]) =>
      shape(Object.hasOwn(value, name) ? value[name] : undefined, `${at}.${name}`),
    );
  };
}

/** An object whose member `by` tells which. */
export function variants(by: string, shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, at) => {
    const kind = isRecord(value) ? value[by] : undefined;
    if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) {
      return `${at}.${by} is not one of ${Object.keys(shapes).join(', ')}`;
    }
    return (shapes[kind] as Shape)(value, at);
  };
}

export function both(shape: Shape, also: Shape): Shape {
  return (value, at) => shape(value, at) ?? also(value, at);
}

/** @param file its name, for the refusal. @throws RefusedEvidence */
export function readShape<Value>(shape: Shape, bytes: Uint8Array, file: string): Value {
  const value = parseJson(bytes, file);
  const fault = shape(value, '$');
  if (fault === undefined) return value as Value;
  throw new RefusedEvidence({
    en: `${file} is not what it should be: ${fault}`,
    fr: `${file} n’a pas la forme attendue\u00a0: ${fault}`,
  });
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new RefusedEvidence({ en: `${file} is not JSON`, fr: `${file} n’est pas du JSON` });
  }
}

function firstOf<Item>(
  items: readonly Item[],
  fault: (item: Item, i: number) => string | undefined,
): string | undefined {
  for (const [i, item] of items.entries()) {
    const found = fault(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
