import { ERROR_STATUS, type ErrorCode, type Json } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { PROBLEM_MEDIA_TYPE } from '../problem.ts';
import type { RoomName } from '../rooms.ts';
import { SETTINGS } from '../settings/table.ts';
import type { Route } from './route.ts';
import { securityTxtRoute } from './security-txt.ts';
import { healthRoute } from './standing-routes.ts';

type Members = { [name: string]: Json };

/** The OpenAPI 3.1 description of a room's routes, `/healthz` and `security.txt`; the test clock is not part of an interface. */
export function describeRoom(room: RoomName, routes: readonly Route[]): Members {
  const paths: { [path: string]: Members } = {};
  for (const route of [healthRoute(room, () => true), securityTxtRoute({}), ...routes]) {
    const path = route.path.replace(PARAMETER, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, room) };
  }
  return {
    openapi: '3.1.0',
    info: { title: `Bauta: ${room}`, version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas: { Problem: PROBLEM } },
  };
}

/** `:name`, or `:name{form}`, of a route's path. */
const PARAMETER = /:(\w+)(?:\{([^}]+)\})?/g;

/** RFC 9457 as `problem.ts` writes it. */
const PROBLEM: Members = {
  type: 'object',
  properties: {
    type: { type: 'string', pattern: '^urn:bauta:error:ERR_[A-Z_]+$' },
    title: { type: 'string', description: 'One sentence in English; spec/errors.md has them all.' },
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^ERR_[A-Z_]+$' },
  },
  required: ['type', 'title', 'status', 'code'],
  additionalProperties: false,
};

function describeRoute(route: Route, room: RoomName): Members {
  const parameters = [...route.path.matchAll(PARAMETER)].map(([, name, pattern]) => ({
    name: name as string,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(pattern === undefined ? {} : { pattern: `^${pattern}$` }) },
  }));
  return {
    summary: route.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.reads ? { requestBody: describeBody(route.reads) } : {}),
    responses: { ...describeAnswers(route), ...describeRefusals(route, room) },
  };
}

/** The rooms that can count how often a client posts. */
const COUNTING: readonly RoomName[] = SETTINGS.clientLimit.rooms;

function describeBody(body: NonNullable<Route['reads']>): Members {
  const schema = body.schema ? describeSchema(body.schema, 'input') : {};
  return {
    required: true,
    description: `At most ${body.max} bytes.`,
    content: Object.fromEntries(body.mediaTypes.map((type) => [type, { schema }])),
  };
}

function describeAnswers(route: Route): Members {
  const responses: Members = {};
  for (const { status, description, mediaType, schema } of route.answers) {
    const content = mediaType && { [mediaType]: schema ? { schema: describeSchema(schema, 'output') } : {} };
    responses[status] = { description, ...(content ? { content } : {}) };
  }
  return responses;
}

function describeRefusals(route: Route, room: RoomName): Members {
  const { reads, refuses = [] } = route;
  const ofBody: readonly ErrorCode[] = reads ? ['ERR_MEDIA_TYPE', reads.tooLong, reads.malformed] : [];
  const isCounted = route.method === 'POST' && COUNTING.includes(room);
  const ofClient: readonly ErrorCode[] = isCounted ? ['ERR_RATE_LIMITED'] : [];
  const codes = new Set<ErrorCode>([...refuses, ...ofBody, ...ofClient, 'ERR_FAULT']);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code]);
  const content = { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [status, { description: group.join(', '), content }]),
  );
}

function describeSchema(schema: z.ZodType, io: 'input' | 'output'): Members {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(described)) as Members;
}
