import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * The number that a source gives to a name, as `NAME = 32`, `NAME: number = 17 * 1_048_576` or `NAME: 16_384`.
 * @throws TypeError when the file gives it none, or several
 */
export function constantOf(file: string, name: string): number {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const given = [...source.matchAll(new RegExp(`(?<![\\w.])${name}(?:: number)?(?: =|:) ([\\d_ *+]+)[;,\\n )]`, 'g'))];
  const values = new Set(given.map(([, terms = '']) => sumOf(terms)));
  const [value, ...more] = values;
  if (value === undefined || more.length > 0) throw new TypeError(`${file} gives no one number to ${name}`);
  return value;
}

/** Of numbers that are multiplied and added. */
const sumOf = (terms: string): number =>
  terms
    .split('+')
    .map((product) => product.split('*').reduce((whole, factor) => whole * Number(factor.replaceAll('_', '')), 1))
    .reduce((sum, product) => sum + product);
