import type { Metafile } from 'esbuild';

/**
 * The packages of others of which a bundle really holds code.
 * @param folder in which esbuild worked
 * @returns their folders from the root, as `node_modules/@hono/node-server`, in order
 */
export function foldersIn(metafile: Metafile, folder: string, root: string): string[];

/** The texts of licences and notices that a package brings, line feeds made one kind. @param folder its own */
export function licenceTextsOf(folder: string): string[];

/**
 * Writes `THIRD_PARTY.txt` beside a bundled program: each package of which it holds code, with its licence.
 * @throws Error when one of them brings no text of its licence
 */
export function writeThirdParty(metafile: Metafile, folder: string, root: string, program: string): void;
