import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { maskMark, styleTokens } from '@bauta/sdk/gate';
import { type Bytes, formatHex, writeUtf8 } from '@bauta/sdk/protocol';
import { build as bundle, transform } from 'esbuild';
import { formatDocument } from './document.ts';
import { assetHeaders, type Headers, type PageRules, pageHeaders } from './headers.ts';
import { walletStyles } from './pages/wallet.css.ts';
import { checkSettings, type WalletSettings } from './settings.ts';

/** A file of the wallet as it is served. */
export interface BuiltFile {
  /** The path of its URL. */
  readonly path: string;
  readonly bytes: Bytes;
  /** All headers of the answer, names in lower case. */
  readonly headers: Headers;
}

const FOLDER = dirname(fileURLToPath(import.meta.url));

interface PageRow extends PageRules {
  readonly path: string;
  /** Its first script, in `pages/`. */
  readonly entry: string;
}

/** The pages: a new one is a new row. */
const PAGES: readonly PageRow[] = [
  { path: '/', entry: 'home', isKept: false, connects: false, posts: false, passkeys: [] },
  { path: '/app/', entry: 'app', isKept: false, connects: true, posts: false, passkeys: ['create', 'get'] },
  { path: '/present', entry: 'present', isKept: true, connects: false, posts: true, passkeys: ['get'] },
];

/**
 * Builds the whole wallet with its settings pinned. The same sources and settings give the same bytes, on any machine.
 * @throws TypeError on settings that could never be right.
 */
export async function buildWallet(settings: WalletSettings): Promise<readonly BuiltFile[]> {
  checkSettings(settings);
  const style = hashedAsset('wallet', 'css', await minifyStyle());
  const files: BuiltFile[] = [style];
  for (const page of PAGES) {
    const script = hashedAsset(page.entry, 'js', await bundleScript(page.entry, settings));
    const html = formatDocument({ script: script.path, style: style.path, mark: maskMark });
    files.push(script, { path: page.path, bytes: writeUtf8(html), headers: pageHeaders(page, settings) });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const MEDIA_TYPES = { js: 'text/javascript', css: 'text/css' } as const;

function hashedAsset(name: string, extension: keyof typeof MEDIA_TYPES, bytes: Bytes): BuiltFile {
  const hash = formatHex(createHash('sha256').update(bytes).digest()).slice(0, 16);
  return { path: `/assets/${name}-${hash}.${extension}`, bytes, headers: assetHeaders(MEDIA_TYPES[extension]) };
}

async function minifyStyle(): Promise<Bytes> {
  const { code } = await transform(styleTokens + walletStyles, { loader: 'css', minify: true, legalComments: 'none' });
  return writeUtf8(code);
}

async function bundleScript(entry: string, settings: WalletSettings): Promise<Bytes> {
  const { wallet, issuer, attesters, phone } = settings;
  const pinned = { wallet, issuer, attesters: attesters.map(({ name, label }) => ({ name, label })), phone };
  const { outputFiles } = await bundle({
    absWorkingDir: FOLDER,
    entryPoints: [`pages/${entry}.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['bauta-source'],
    define: { PINNED_SETTINGS: JSON.stringify(pinned) },
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw: '{}',
  });
  const [script] = outputFiles;
  if (outputFiles.length !== 1 || !script) throw new TypeError('one script per page');
  return new Uint8Array(script.contents);
}
