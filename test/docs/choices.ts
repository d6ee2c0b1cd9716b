import { parseArgs } from 'node:util';

/** What the command was told. */
export interface Choices {
  /** Where to write; undefined: to a place of its own, and then show it. */
  readonly out?: string;
  /** Of 127.0.0.1. */
  readonly port: number;
}

export const USAGE = 'npm run -s docs -- [--port N | --out DIR]\n';

/** Beyond the ports of the rooms. */
const PORT = 4090;

/** @throws TypeError that says what is wrong. */
export function readChoices(args: readonly string[]): Choices {
  const { out, port } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' }, port: { type: 'string' } },
  }).values;
  if (out !== undefined && port !== undefined) throw new TypeError('--out only writes: there is no port');
  if (out === '') throw new TypeError('--out: the name of a folder');
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    throw new TypeError('--port: from 1 to 65535');
  }
  return { port: Number(port ?? PORT), ...(out === undefined ? {} : { out }) };
}
