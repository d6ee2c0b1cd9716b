import { escapeMarkup } from '../../figures/escape-markup.ts';
import type { Schema } from './documents.ts';

/** RFC 4648 §5 without padding, as the rooms describe it. */
const BASE64URL = '^[A-Za-z0-9_-]+$';
const REFERENCE = /^#\/components\/schemas\/(\w+)$/;

/** A schema in words, with its members below it, as HTML. @throws Error for what it has no words for. */
export function writeSchema(schema: Schema): string {
  const about =
    schema.description === undefined ? '' : ` <span class="quiet">${escapeMarkup(schema.description)}</span>`;
  return `${wordsFor(schema)}${about}`;
}

function wordsFor(schema: Schema): string {
  if (schema.$ref !== undefined) return linkTo(schema.$ref);
  if (schema.anyOf !== undefined) return oneOf(schema.anyOf);
  if (schema.const !== undefined) return `always <code>${escapeMarkup(JSON.stringify(schema.const))}</code>`;
  const words = WORDS[schema.type ?? ''];
  if (words === undefined) throw new Error(`no words for a schema of type ${schema.type}`);
  return words(schema);
}

const WORDS: Readonly<Record<string, (schema: Schema) => string>> = {
  boolean: () => 'true or false',
  integer: ({ minimum, maximum }) => ['whole number', ...range(minimum, maximum)].join(', '),
  string: textOf,
  array: ({ items = {}, ...rest }) =>
    `${['list', ...range(rest.minItems, rest.maxItems)].join(' of ')}, each: ${writeSchema(items)}`,
  object: objectOf,
};

function linkTo(reference: string): string {
  const name = REFERENCE.exec(reference)?.[1];
  if (name === undefined) throw new Error(`${reference} is not a schema of the same document`);
  return `<a href="#schema-${name}">${name}</a>`;
}

function oneOf(schemas: readonly Schema[]): string {
  return `one of these:<ul class="choice">${schemas.map((one) => `<li>${writeSchema(one)}</li>`).join('')}</ul>`;
}

function textOf({ pattern, minLength, maxLength }: Schema): string {
  const isBase64url = pattern === BASE64URL;
  const isFixed = minLength !== undefined && minLength === maxLength;
  const size = range(minLength, maxLength).map((count) => `${count} characters`);
  const bytes = isBase64url && isFixed ? ` (${formatCount(Math.floor((minLength * 3) / 4))} bytes)` : '';
  const form = pattern === undefined || isBase64url ? [] : [`<code class="pattern">${escapeMarkup(pattern)}</code>`];
  return [isBase64url ? 'base64url' : 'text', ...size, ...form].join(', ') + bytes;
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): string {
  const isMap = typeof additionalProperties === 'object';
  const rows = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : ' <i>optional</i>';
    return `<li><code>${escapeMarkup(name)}</code>${optional}: ${writeSchema(schema)}</li>`;
  });
  if (isMap) rows.push(`<li>any name: ${writeSchema(additionalProperties)}</li>`);
  if (rows.length === 0) return 'object without members';
  return `object${isMap || additionalProperties === false ? '' : ', other members let in'}<ul class="members">${rows.join('')}</ul>`;
}

/** `1 to 30`; nothing without bounds. */
function range(least?: number, most?: number): readonly string[] {
  if (least === undefined && most === undefined) return [];
  if (least === most) return [formatCount(most as number)];
  if (most === Number.MAX_SAFE_INTEGER) return [`${formatCount(least ?? 0)} to 2<sup>53</sup> − 1`];
  if (most === undefined) return [`at least ${formatCount(least as number)}`];
  return [least === undefined ? `at most ${formatCount(most)}` : `${formatCount(least)} to ${formatCount(most)}`];
}

const formatCount = (count: number): string => count.toLocaleString('en');
