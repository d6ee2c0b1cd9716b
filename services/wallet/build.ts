import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { maskMark, styleTokens } from '@bauta/sdk/gate';
import { type KeyLogFile, openKeyLog, parseKeyLogFile, pinsOf } from '@bauta/sdk/log';
import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { build as bundle, transform } from 'esbuild';
import { panelStyles } from '../knows/panel.css.ts';
import type { BuiltFile } from './built-file.ts';
import { formatDocument } from './document.ts';
import { fileHeaders, type PageRules, pageHeaders } from './headers.ts';
import { INTEGRITY_PATH, integrityFile, integrityOf, sortByPath, versionOf } from './integrity.ts';
import { formatIcon, formatManifest, groundColours } from './manifest.ts';
import { walletStyles } from './pages/frame/wallet.css.ts';
import { buildPassages } from './passages.ts';
import { checkSettings, type WalletSettings } from './settings.ts';

const FOLDER = dirname(fileURLToPath(import.meta.url));

interface PageRow extends PageRules {
  readonly path: string;
  /** Its first script, in `pages/`. */
  readonly entry: string;
}

/** The pages: a new one is a new row. */
const PAGES: readonly PageRow[] = [
  { path: '/', entry: 'home', isKept: false, connects: 'nobody', posts: false, passkeys: [] },
  {
    path: '/app/',
    entry: 'app',
    isKept: false,
    connects: 'rooms',
    posts: false,
    passkeys: ['create', 'get'],
    installs: true,
  },
  { path: '/present', entry: 'present', isKept: true, connects: 'nobody', posts: true, passkeys: ['get'] },
  {
    path: '/present-online',
    entry: 'present-online',
    isKept: true,
    connects: 'attesters',
    posts: true,
    passkeys: ['get'],
  },
];

/** Who knows what: built for a demonstration alone, with a style of its own. */
const PANEL: PageRow = {
  path: '/knows',
  entry: 'knows',
  isKept: false,
  connects: 'demonstration',
  posts: false,
  passkeys: [],
};
const PANEL_BODY = 'body { max-width: 84rem; }';

/**
 * Builds the whole wallet with its settings pinned, and the list of its files with their hashes. The same sources and
 * settings give the same bytes, on any machine.
 * @throws TypeError on settings that could never be right.
 */
export async function buildWallet(settings: WalletSettings): Promise<readonly BuiltFile[]> {
  checkSettings(settings);
  // A key with the id of another would be found out in people's browsers only.
  if (settings.keyLog !== undefined) await openKeyLog(pinsOf(settings.keyLog));
  const pinned = pinnedSettings(settings);
  const pages = settings.rooms === undefined ? PAGES : [...PAGES, PANEL];
  const style = hashedAsset('wallet', 'css', await minifyStyle());
  const panelStyle = hashedAsset('knows', 'css', await minifyStyle(panelStyles + PANEL_BODY));
  const icon = hashedAsset('icon', 'svg', writeUtf8(formatIcon()));
  const manifest = hashedAsset('manifest', 'webmanifest', writeUtf8(formatManifest(icon.path)));
  const scripts = await Promise.all(
    pages.map(async ({ entry }) => hashedAsset(entry, 'js', await bundleScript(entry, pinned, settings.rooms))),
  );
  const styleOf = (page: PageRow): BuiltFile => (page === PANEL ? panelStyle : style);
  const pagesOf = (version: string): BuiltFile[] =>
    pages.map((page, i) => {
      const script = scripts[i] as BuiltFile;
      const html = formatDocument({
        script: script.path,
        style: styleOf(page).path,
        integrity: { script: integrityOf(script.bytes), style: integrityOf(styleOf(page).bytes) },
        ...(page.installs ? { manifest: manifest.path } : {}),
        mark: maskMark,
        ground: groundColours(),
        // A page that is kept leads to nothing that would be fetched.
        version: { name: version, ...(page.isKept ? {} : { link: INTEGRITY_PATH }) },
      });
      return { path: page.path, bytes: writeUtf8(html), headers: pageHeaders(page, settings) };
    });
  const assets = [
    style,
    ...(settings.rooms === undefined ? [] : [panelStyle]),
    icon,
    manifest,
    ...scripts,
    ...buildPassages(),
  ];
  const version = versionOf([...assets, ...pagesOf('')]);
  const files = [...assets, ...pagesOf(version)];
  const { rooms } = settings;
  return sortByPath([...files, integrityFile(files, version, { ...pinned, ...(rooms ? { rooms } : {}) })]);
}

/** In one order and with no member besides, whatever the caller wrote. */
function pinnedSettings({ wallet, issuer, attesters, keyLog, phone }: WalletSettings): WalletSettings {
  return {
    wallet,
    issuer,
    attesters: attesters.map(({ name, label, appeal }) => ({
      name,
      label,
      ...(appeal === undefined ? {} : { appeal }),
    })),
    ...(keyLog === undefined ? {} : { keyLog: pinnedKeyLog(keyLog) }),
    ...(phone === undefined ? {} : { phone }),
  };
}

/** In one order, whatever order it was given in. */
function pinnedKeyLog(keyLog: KeyLogFile): KeyLogFile {
  return parseKeyLogFile(JSON.stringify(keyLog));
}

const CONTENT_TYPES = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
} as const;

function hashedAsset(name: string, extension: keyof typeof CONTENT_TYPES, bytes: Bytes): BuiltFile {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { path: `/assets/${name}-${hash}.${extension}`, bytes, headers: fileHeaders(CONTENT_TYPES[extension], true) };
}

async function minifyStyle(more = ''): Promise<Bytes> {
  const { code } = await transform(styleTokens + walletStyles + more, {
    loader: 'css',
    minify: true,
    legalComments: 'none',
  });
  return writeUtf8(code);
}

async function bundleScript(entry: string, pinned: WalletSettings, rooms: WalletSettings['rooms']): Promise<Bytes> {
  const { outputFiles } = await bundle({
    absWorkingDir: FOLDER,
    entryPoints: [`pages/${entry}.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['bauta-source'],
    define: {
      PINNED_SETTINGS: JSON.stringify(pinned),
      PINNED_ROOMS: JSON.stringify(rooms ?? {}),
      HAS_PANEL: String(rooms !== undefined),
    },
    minify: true,
    charset: 'utf8',
    // What is served is a copy: whoever wrote a part of it stays named.
    legalComments: 'eof',
    logLevel: 'silent',
    tsconfigRaw: '{}',
  });
  const [script] = outputFiles;
  if (outputFiles.length !== 1 || !script) throw new TypeError('one script per page');
  return new Uint8Array(script.contents);
}
