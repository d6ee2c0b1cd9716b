import type { ErrorCode } from '@bauta/sdk/protocol';
import type { z } from 'zod';
import type { Body } from './body.ts';

/** What a handler may look at beside the body. */
export interface Context {
  /** For the headers that the act needs. */
  readonly request: Request;
  /** The parts of the path that stand behind a colon. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Whole Unix seconds, read once for the request. */
  readonly now: number;
}

/** An answer that is no refusal. */
export interface Answer {
  readonly status: number;
  readonly description: string;
  readonly mediaType?: string;
  /** Of a JSON answer. */
  readonly schema?: z.ZodType;
}

interface RouteOf<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As `/sessions/:id`. */
  readonly path: string;
  readonly summary: string;
  /** Absent: the body is not looked at. */
  readonly reads?: Body<T>;
  readonly answers: readonly Answer[];
  /** The refusals of this route, beside those of its body and of any room. */
  readonly refuses?: readonly ErrorCode[];
  /** Whose pages may read the answers (protocol.md §2): the wallet's, or anyone's. */
  readonly cors?: 'wallet' | 'any';
  /** Headers that go with a refusal, for instance `WWW-Authenticate` or `Retry-After`. */
  readonly refusalHeaders?: (code: ErrorCode, context: Context) => Readonly<Record<string, string>>;
  /** Read, do, answer. A refusal is thrown. */
  readonly handle: (input: T, context: Context) => Response | Promise<Response>;
}

/** One route of a room, as data. */
export type Route = RouteOf<never>;

/** A route whose `handle` gets what `reads` gives. */
export function route<T = undefined>(row: RouteOf<T>): Route {
  return row as unknown as Route;
}
