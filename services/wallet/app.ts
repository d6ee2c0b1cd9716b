import { AgeError } from '@bauta/sdk/protocol';
import { Hono } from 'hono';
import { answerProblem } from '../problem.ts';
import type { BuiltFile } from './built-file.ts';

/**
 * Serves exactly these files under exactly their headers, and keeps no record of who asked: the wallet's host may know
 * that somebody loaded a page, and nothing besides.
 */
export function createWallet(files: readonly BuiltFile[]): Hono {
  const app = new Hono();
  for (const { path, bytes, headers } of files) {
    app.get(path, (context) => context.body(bytes, 200, { ...headers }));
  }
  app.notFound(() => answerProblem(new AgeError('ERR_NOT_FOUND'), { 'x-content-type-options': 'nosniff' }));
  return app;
}
