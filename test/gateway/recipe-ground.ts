import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { type BreakableGateway, openBreakableGateway } from './breakable-gateway.ts';
import { layOutSite, serveApplication } from './gated-site.ts';

/** What a server in front stands on: an issuer, a gateway, a folder of files, an application. */
export interface RecipeGround {
  /** A folder of its own; the site's files lie in `site`. */
  readonly folder: string;
  readonly site: string;
  readonly issuer: ServedIssuer;
  readonly gateway: BreakableGateway;
  readonly application: { readonly port: number };
  /** Runs first when the ground is closed. */
  before(close: () => Promise<unknown>): void;
  close(): Promise<void>;
}

export async function openRecipeGround(name: string): Promise<RecipeGround> {
  const folder = mkdtempSync(join(tmpdir(), `bauta-${name}-`));
  const site = join(folder, 'site');
  const issuer = await serveIssuer();
  const gateway = await openBreakableGateway(issuer.name);
  const application = await serveApplication();
  mkdirSync(site);
  layOutSite(site);
  const closing = [application.close, gateway.close, issuer.close];
  return {
    folder,
    site,
    issuer,
    gateway,
    application,
    before(close) {
      closing.unshift(async () => void (await close()));
    },
    async close() {
      for (const close of closing) await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
