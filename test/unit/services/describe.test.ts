import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerEmpty } from '../../../services/http/answer.ts';
import { bytesBody, jsonBody } from '../../../services/http/body.ts';
import { describeRoom } from '../../../services/http/describe.ts';
import { route } from '../../../services/http/route.ts';
import { writeErrors } from '../../generate/errors.ts';

const ROUTES = [
  route({
    method: 'POST',
    path: '/grants/:id',
    summary: 'Grants',
    reads: jsonBody(z.strictObject({ nonce: z.string().length(43) })),
    answers: [
      { status: 200, description: 'Done.', mediaType: 'application/json', schema: z.strictObject({ ok: z.boolean() }) },
    ],
    refuses: ['ERR_NONCE', 'ERR_ASSERTION', 'ERR_QUOTA_EXCEEDED'],
    handle: () => answerEmpty(),
  }),
  route({
    method: 'POST',
    path: '/tokens',
    summary: 'Tokens',
    reads: bytesBody({ mediaTypes: ['application/private-token-request'], max: 259, tooLong: 'ERR_REQUEST_MALFORMED' }),
    answers: [{ status: 200, description: 'Signed.', mediaType: 'application/private-token-response' }],
    handle: () => answerEmpty(),
  }),
];

describe('the description of a room', () => {
  const described = describeRoom('issuer', ROUTES);
  // biome-ignore lint/suspicious/noExplicitAny: a walk through JSON
  const paths = described.paths as any;

  it('is OpenAPI 3.1 of its routes and /healthz, without the test clock', () => {
    expect(described.openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual(['/healthz', '/.well-known/security.txt', '/grants/{id}', '/tokens']);
    expect(paths['/grants/{id}'].post.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    ]);
  });

  it('has schemas that a validator takes, and that refuse what the room refuses', () => {
    const schema = paths['/grants/{id}'].post.requestBody.content['application/json'].schema;
    const isValid = new Ajv2020.Ajv2020().compile(schema);
    expect(isValid({ nonce: 'a'.repeat(43) })).toBe(true);
    expect(isValid({ nonce: 'a'.repeat(42) })).toBe(false);
    expect(isValid({ nonce: 'a'.repeat(43), more: 1 })).toBe(false);
  });

  it('lists refusals by status: the route’s own, those of its body, and the fault', () => {
    const { responses } = paths['/grants/{id}'].post;
    expect(Object.keys(responses)).toEqual(['200', '400', '401', '413', '415', '429', '500']);
    expect(responses[401].description).toBe('ERR_NONCE, ERR_ASSERTION');
    expect(responses[400].description).toBe('ERR_BODY_MALFORMED');
    expect(Object.keys(responses[401].content)).toEqual(['application/problem+json']);
    expect(paths['/tokens'].post.responses[422].description).toBe('ERR_REQUEST_MALFORMED');
  });
});

describe('spec/errors.md', () => {
  it('is what the tables say', () => {
    expect(readFileSync(join(import.meta.dirname, '../../../spec/errors.md'), 'utf8')).toBe(writeErrors());
  });
});
