import { AgeError, type Bytes, check, concat, type ErrorCode, parseJson, readUtf8 } from '@bauta/sdk/protocol';
import { z } from 'zod';

/** What a route takes as its body, and how it is read. */
export interface Body<T> {
  readonly mediaTypes: readonly string[];
  /** The most bytes that are read. */
  readonly max: number;
  /** The refusal of one byte more. */
  readonly tooLong: ErrorCode;
  /** The refusal of anything that `parse` does not take. */
  readonly malformed: ErrorCode;
  /** For the description of the interface. */
  readonly schema?: z.ZodType;
  /** @throws on anything else than what is described. */
  parse(bytes: Bytes, mediaType: string): T;
}

/** A body as it came: for formats that have readers of their own. */
export interface RawBody {
  readonly bytes: Bytes;
  /** One of the route's media types, in lower case and without parameters. */
  readonly mediaType: string;
}

/** `schema.parse` whose refusal does not say what was sent: zod's own quotes the names of unknown members. */
function parseAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new TypeError('not as described');
  return result.data;
}

/**
 * JSON that is exactly what `schema` says. Doubled and unknown members are refused at every depth.
 * @throws TypeError for a schema with an object that would let unknown members through (`z.object`).
 */
export function jsonBody<T>(schema: z.ZodType<T>, options: { readonly max?: number } = {}): Body<T> {
  checkStrict(schema);
  return {
    mediaTypes: ['application/json'],
    max: options.max ?? 65_536,
    tooLong: 'ERR_TOO_LARGE',
    malformed: 'ERR_BODY_MALFORMED',
    schema,
    parse: (bytes) => parseAs(schema, parseJson(readUtf8(bytes))),
  };
}

/** Bytes of one of these media types. `tooLong` is for formats that have a refusal of their own for a wrong length. */
export function bytesBody(options: {
  readonly mediaTypes: readonly string[];
  readonly max: number;
  readonly tooLong?: ErrorCode;
}): Body<RawBody> {
  return {
    mediaTypes: options.mediaTypes,
    max: options.max,
    tooLong: options.tooLong ?? 'ERR_TOO_LARGE',
    malformed: 'ERR_BODY_MALFORMED',
    parse: (bytes, mediaType) => ({ bytes, mediaType }),
  };
}

/** A form's fields, exactly those of `schema` (a strict object of texts), none of them twice. */
export function formBody<T>(schema: z.ZodType<T>, options: { readonly max?: number } = {}): Body<T> {
  checkStrict(schema);
  return {
    mediaTypes: ['application/x-www-form-urlencoded'],
    max: options.max ?? 65_536,
    tooLong: 'ERR_TOO_LARGE',
    malformed: 'ERR_FORM_MALFORMED',
    schema,
    parse(bytes) {
      const fields = [...new URLSearchParams(readUtf8(bytes))];
      if (new Set(fields.map(([name]) => name)).size !== fields.length) throw new TypeError('a field stands twice');
      return parseAs(schema, Object.fromEntries(fields));
    },
  };
}

/** Reads a request's body as `body` describes it; stops at the first byte too many. @throws AgeError */
export async function readBody<T>(request: Request, body: Body<T>): Promise<T> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  check(body.mediaTypes.includes(mediaType), 'ERR_MEDIA_TYPE');
  const bytes = await readBytes(request, body.max, body.tooLong);
  try {
    return body.parse(bytes, mediaType);
  } catch {
    // Not even as a cause: what a parser says may quote what was sent.
    throw new AgeError(body.malformed, 'the body is not as described');
  }
}

async function readBytes(request: Request, max: number, tooLong: ErrorCode): Promise<Bytes> {
  // What the other side says of the length can only end the reading sooner: the bytes are counted all the same.
  check(Number(request.headers.get('content-length') ?? 0) <= max, tooLong);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > max) {
      reader.cancel().catch(() => {});
      throw new AgeError(tooLong);
    }
    chunks.push(value);
  }
  return concat(...chunks);
}

/** @throws TypeError when any object of the schema takes members that it does not name. */
function checkStrict(schema: z.ZodType): void {
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const { type, additionalProperties } = node as { type?: unknown; additionalProperties?: unknown };
    if (type === 'object' && additionalProperties !== false) throw new TypeError('use z.strictObject for bodies');
    for (const child of Object.values(node)) walk(child);
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}
