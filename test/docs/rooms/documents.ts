import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRoomName, ROOMS } from '@bauta/services/rooms';

const FOLDER = join(import.meta.dirname, '../../../spec/openapi');

/** What of JSON Schema our routes are described with. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly const?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: boolean | Schema;
}

/** By media type. */
export type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

/** What a method of a path takes and answers. */
export interface Operation {
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly description: string; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

export interface Answer {
  readonly description: string;
  readonly content?: Content;
}

/** A file of `spec/openapi` (OpenAPI 3.1), as `services/http/describe.ts` writes it. */
export interface RoomDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One method of one path. */
export interface Route {
  /** Its place on the page: `post-token-request`. */
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every document by its room, in the order of their names. */
export function readRoomDocuments(): ReadonlyMap<string, RoomDocument> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return new Map(
    files.sort().map((file) => {
      return [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as RoomDocument];
    }),
  );
}

export function routesOf({ paths }: RoomDocument): readonly Route[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: `${method}${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

/** What a room does, without a subject: `signs tokens that it cannot see`. @throws Error for what is no room. */
export function doesOf(room: string): string {
  if (!isRoomName(room)) throw new Error(`${room} is no room`);
  return ROOMS[room].does;
}
