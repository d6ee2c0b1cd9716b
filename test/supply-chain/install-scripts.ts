/** What would run a program of its own when it is installed, by folder of the lockfile, and why nothing is lost when it does not. */
export const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  'node_modules/@photostructure/sqlite':
    'would compile; the package brings binaries for each platform, found when it is loaded',
  'node_modules/esbuild': 'puts the binary in place of a script that starts it; the script does as well',
  'node_modules/wrangler/node_modules/esbuild': 'as the other esbuild',
  'node_modules/workerd': 'as esbuild',
  'node_modules/sharp': 'would compile where no binary fits; miniflare brings it, and nothing here changes images',
  'node_modules/cbor-extract': 'would compile; only tests bring it, under cbor-x, which decodes without it as well',
};
