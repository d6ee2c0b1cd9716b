import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An attester, as it registered with the simulated bank. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly redirectUri: string;
  /** The public half of its key, as JWK. */
  readonly key: Readonly<Record<'kty' | 'crv' | 'x' | 'y' | 'kid', string>>;
}

const folderIn = (dataDir: string): string => join(dataDir, 'oidc-clients');

/** Writes who may ask, into the folder that the bank looks into. */
export function registerClient(dataDir: string, client: RegisteredClient): void {
  const folder = folderIn(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = `${client.clientId.replace(/[^a-z0-9.-]/g, '-')}.json`;
  writeFileSync(join(folder, file), `${JSON.stringify(client, null, 2)}\n`);
}

/** The client of that id. What comes from outside is compared with what stands in the files, and names none of them. */
export function findClient(dataDir: string, clientId: string): RegisteredClient | undefined {
  return readClients(folderIn(dataDir)).find((client) => client.clientId === clientId);
}

function readClients(folder: string): readonly RegisteredClient[] {
  let files: readonly string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as RegisteredClient);
}
