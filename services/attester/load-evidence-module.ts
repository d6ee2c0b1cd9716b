import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigFault } from '../settings/config-fault.ts';

/** Runs the file of an operator's own, which is as trusted as the settings that name it. @throws ConfigFault */
export async function loadEvidenceModule(path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    throw new ConfigFault([
      `EVIDENCE_MODULE: the file cannot be loaded (${code ?? name}); run it by itself to see why`,
    ]);
  }
}
