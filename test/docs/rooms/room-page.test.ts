import { ERROR_STATUS } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { attributeOf, elementsOf, parseTree, textOf } from '../../conformance/reading/html-tree.ts';
import { DESCRIBED } from '../../generate/rooms.ts';
import { writeRefusals } from '../refusals-page.ts';
import { type RoomDocument, readRoomDocuments, routesOf, type Schema } from './documents.ts';
import { writeRoomPage } from './room-page.ts';
import { writeSchema } from './schema.ts';

const documents = [...readRoomDocuments()];

it('has every room that is described', () => {
  expect(documents.map(([room]) => room)).toEqual(Object.keys(DESCRIBED).sort());
});

describe.each(documents)('the page of %s', (room, document) => {
  const page = elementsOf(parseTree(writeRoomPage(room, document)));
  const byId = new Map(page.flatMap((one) => [[attributeOf(one, 'id'), one] as const]));

  it('has each route at a place of its own, with its statuses and codes', () => {
    const routes = routesOf(document);
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
    expect(routes.length).toBeGreaterThan(2);
    for (const { id, method, path, operation } of routes) {
      const section = byId.get(id);
      const text = section ? textOf(section) : '';
      expect(text).toContain(`${method} ${path}`);
      expect(text).toContain(operation.summary);
      for (const { name } of operation.parameters ?? []) expect(text).toContain(name);
      for (const type of Object.keys(operation.requestBody?.content ?? {})) expect(text).toContain(type);
      for (const [status, { description }] of Object.entries(operation.responses)) {
        expect(text).toContain(status);
        for (const words of description.split(', ')) expect(text).toContain(words);
      }
    }
  });

  it('resolves each reference, and shows each member of each schema', () => {
    for (const reference of valuesOf(document, '$ref')) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference as string)?.[1];
      expect(Object.keys(document.components.schemas)).toContain(name);
      expect(byId.has(`schema-${name}`)).toBe(true);
    }
    const shown = new Set(page.filter(({ tagName }) => tagName === 'code').map((one) => textOf(one)));
    for (const properties of valuesOf(document, 'properties')) {
      for (const name of Object.keys(properties as object)) expect(shown).toContain(name);
    }
  });

  it('has one title, and headings that leave out no level', () => {
    const levels = page.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? [Number(tagName[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => {
      expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 0) + 1);
    });
  });
});

it('has a place for every code', () => {
  const ids = elementsOf(parseTree(writeRefusals())).flatMap((one) => attributeOf(one, 'id') ?? []);
  expect(ids).toEqual(['main', ...Object.keys(ERROR_STATUS)]);
});

describe('a schema in words', () => {
  it.each<readonly [Schema, string]>([
    [{ type: 'integer', minimum: 1, maximum: 120 }, 'whole number, 1 to 120'],
    [{ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, 'whole number, 0 to 253 − 1'],
    [{ type: 'string', maxLength: 64 }, 'text, at most 64 characters'],
    [
      { type: 'string', minLength: 43, maxLength: 43, pattern: '^[A-Za-z0-9_-]+$' },
      'base64url, 43 characters (32 bytes)',
    ],
    [{ type: 'string', pattern: '^<&$' }, 'text, ^<&$'],
    [{ type: 'array', minItems: 1, maxItems: 30, items: { type: 'boolean' } }, 'list of 1 to 30, each: true or false'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'object any name: text'],
    [
      { type: 'object', properties: { a: { const: 'x' } }, additionalProperties: false },
      'object a optional: always "x"',
    ],
  ])('%j', (schema, words) => {
    expect(textOf(parseTree(writeSchema(schema))).trim()).toBe(words);
  });

  it('refuses what it has no words for, and a reference to elsewhere', () => {
    expect(() => writeSchema({ type: 'null' })).toThrow('no words');
    expect(() => writeSchema({ $ref: 'https://example/schema' })).toThrow('not a schema of the same document');
  });
});

it('refuses a code that the protocol does not know', () => {
  const content = { 'application/problem+json': {} };
  const get = { summary: 'It', responses: { 400: { description: 'ERR_INVENTED', content } } };
  const invented: RoomDocument = { paths: { '/': { get } }, components: { schemas: {} } };
  expect(() => writeRoomPage('issuer', invented)).toThrow('ERR_INVENTED is no code');
});

/** Every value under this name, however deep. */
function valuesOf(where: unknown, name: string): readonly unknown[] {
  if (where === null || typeof where !== 'object') return [];
  return Object.entries(where).flatMap(([key, value]) => [...(key === name ? [value] : []), ...valuesOf(value, name)]);
}
