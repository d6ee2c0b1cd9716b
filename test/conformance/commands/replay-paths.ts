import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where the evidence is that somebody means: a folder of evidence, a report's folder with one in it, a `.zip` of one, or
 * one of its files. What cannot be found is handed back as it came, so that a refusal names it.
 */
export function findEvidence(path: string): string {
  const folder = isFile(path) && !path.endsWith('.zip') ? dirname(path) : path;
  const candidates = [folder, join(folder, 'evidence'), join(folder, 'evidence.zip')];
  return candidates.find(isEvidence) ?? path;
}

const isEvidence = (path: string): boolean => isFile(path.endsWith('.zip') ? path : join(path, 'evidence.json'));
const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
