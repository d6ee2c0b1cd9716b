import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes in a row that are no coincidence. */
const WINDOW = 16;

/** Whether any 16 bytes in a row of one of the secrets stand anywhere in a file of the folder. */
export function hasTrace(folder: string, secrets: readonly Uint8Array[]): boolean {
  const windows = new Set(secrets.flatMap((secret) => [...windowsOf(Buffer.from(secret))]));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => {
      for (const window of windowsOf(readFileSync(join(entry.parentPath, entry.name)))) {
        if (windows.has(window)) return true;
      }
      return false;
    });
}

function* windowsOf(bytes: Buffer): Generator<string> {
  const text = bytes.toString('latin1');
  for (let at = 0; at + WINDOW <= text.length; at++) yield text.slice(at, at + WINDOW);
}
