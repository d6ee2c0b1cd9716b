/** Paths that a test application behind a door has. Every gated answer of it contains a marker, the public ones none. */
export const PAGE_PATH = '/films/3';
export const API_PATH = '/api/films';
export const MEDIA_PATH = '/media/film.webm';
export const GATED_PATHS: readonly string[] = ['/', PAGE_PATH, API_PATH, MEDIA_PATH];
/** Open to everyone: `publicPaths` of the gate is `['/robots.txt', '/public/']`. */
export const PUBLIC_PATHS: readonly string[] = ['/robots.txt', '/public/'];
export const PUBLIC_PATH = '/public/a';
