import { readdirSync, readFileSync } from 'node:fs';
import type { VectorCase } from '../../generate/vectors/vector-file.ts';

const FOLDER = new URL('../../../spec/vectors/', import.meta.url);

/** A file of `spec/vectors`. @param C what its cases hold; the schema vouches for it. */
export function loadSpecVectors<C extends VectorCase, M = object>(kind: string): M & { readonly cases: readonly C[] } {
  return readJson(`${kind}.json`) as M & { readonly cases: readonly C[] };
}

/** Names of the files of `spec/vectors`. */
export function listSpecVectors(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
}

export function readJson(name: string): unknown {
  return JSON.parse(readText(name));
}

export function readText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}
