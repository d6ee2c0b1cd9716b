import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedDoor } from '../door/describe-door.ts';
import { startNext } from '../door/start-next.ts';
import { ROOT } from '../laws/sources.ts';
import { copyExample } from '../programs/copy-example.ts';

/**
 * Builds and starts a copy of spec/examples/site-next with the packed SDK. The copy lies under the root: Next follows no
 * link that leads out of where its packages are. @param installed a folder in which the SDK is installed
 */
export async function runNextExample(installed: string, issuer: string): Promise<OpenedDoor> {
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.build/next-example-'));
  copyExample('site-next', folder, { 'issuer.example': issuer });
  const sdk = 'node_modules/@bauta/sdk';
  cpSync(join(installed, sdk), join(folder, sdk), { recursive: true });
  return startNext(folder);
}
