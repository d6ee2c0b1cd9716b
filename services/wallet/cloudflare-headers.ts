import type { BuiltFile } from './built-file.ts';

/**
 * The `_headers` file of Cloudflare's static assets: one rule per file. `! ETag` takes away the validator that they
 * would add by themselves; names in other cases are the same to them.
 */
export function formatCloudflareHeaders(files: readonly BuiltFile[]): string {
  return files
    .map(({ path, headers }) => {
      const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
      return [path, '  ! ETag', ...lines].join('\n');
    })
    .join('\n\n')
    .concat('\n');
}
