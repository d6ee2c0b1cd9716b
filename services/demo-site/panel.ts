import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Panel } from '@bauta/demo-site';
import { styleTokens } from '@bauta/sdk/gate';
import { build } from 'esbuild';
import { RECEIVED_PATH } from '../http/received.ts';
import { panelStyles } from '../knows/panel.css.ts';
import { siteStyles } from '../knows/site.css.ts';
import { createLoopbackFetch } from '../loopback.ts';

const SERVICES = dirname(dirname(fileURLToPath(import.meta.url)));
/** Every body that a room keeps, in base64url, with its headers. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The panel for the demo site. The site asks the rooms itself, so that no browser tells them of the site. */
export async function createPanel(origins: Readonly<Record<string, string>>): Promise<Panel> {
  const { outputFiles } = await build({
    absWorkingDir: SERVICES,
    entryPoints: ['knows/site-page.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['bauta-source'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw: '{}',
  });
  const fetch = createLoopbackFetch({ maxBytes: MAX_BYTES });
  return {
    script: outputFiles[0]?.text ?? '',
    style: styleTokens + siteStyles + panelStyles,
    received(room, query) {
      const origin = Object.hasOwn(origins, room) ? origins[room] : undefined;
      return origin === undefined ? undefined : fetch(origin + RECEIVED_PATH + query);
    },
  };
}
