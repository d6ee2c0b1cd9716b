import { statSync } from 'node:fs';

/** Where the file's secrets stand. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file that the configuration names. @throws when it cannot be read */
  readonly readFile: (path: string) => string;
  /** Who may do what with that file, as `chmod` counts; undefined where files have no such thing. @throws as `readFile` */
  readonly modeOf: (path: string) => number | undefined;
}

/** The permission bits of a file; undefined on Windows, which makes them up. @throws when there is no such file */
export function fileModeOf(path: string): number | undefined {
  return process.platform === 'win32' ? undefined : statSync(path).mode & 0o777;
}
